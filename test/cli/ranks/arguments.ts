/** Tells its arguments, those of node, and what a module that was loaded before it has left. */
const { argv, execArgv } = process
console.log(JSON.stringify({ argv: argv.slice(2), execArgv, loaded: Reflect.get(globalThis, 'loaded') ?? null }))
