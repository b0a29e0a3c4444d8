import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { compiler } from '../docs/compile.ts'
import { Project } from './project.ts'

const project = new Project()
after(() => project[Symbol.dispose]())
const packed = project.pack()
const skip = project.install(packed.archive)

/** What may be packed. */
const MEANT = [
  /^dist\/(src|bench)\/.*\.(js|d\.ts)$/,
  /^dist\/kernels\/\w+\.wasm$/,
  /^bench\/peers\/(c|mpi)\/[\w-]+\.[ch]$/,
  /^include\/(mpi|crossmem\/[\w-]+)\.h$/,
  /^docs\/[\w-]+\.md$/,
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
]

const HELLO = `
  import { alloc, world } from 'crossmem/mpi'
  const { rank, size } = world
  const numbers = alloc(Float64Array, 100_000).fill(rank)
  const { count, source } = world.sendrecv({ send: numbers, dest: 1 - rank, recv: numbers.slice(), source: 1 - rank })
  const greetings = world.gather(\`rank \${rank} of \${size} got \${count} numbers from rank \${source}\`)
  if (rank === 0) console.log(greetings.join('\\n'))`

const TYPED = `
  import { addressOf, attach, type AttachError, copy, type CopyJob, createRegion, type Mapping, type Region, SharedMemory } from 'crossmem'
  import { alloc, ANY_SOURCE, type Communicator, MAX, type Op, Status, SUM, waitAll, world } from 'crossmem/mpi'

  const field: Float64Array = alloc(Float64Array, 1000)
  const status: Status = world.recv(field, { source: ANY_SOURCE, tag: 3 })
  const elements: number = status.count
  const value: unknown = world.recv({ source: 0 })
  const requests = [world.isend(field, { dest: 0 }), world.irecv(field)]
  waitAll(requests)
  const later: Status = await world.irecv(field)
  const row: Communicator | null = world.split({ color: elements > 0 ? 1 : undefined })
  row?.barrier()
  world.allreduce(field, { op: SUM })
  const own: Op = MAX
  using loan = world.borrow()
  using target = attach(1)
  const bytes: Uint8Array = target.read(addressOf(field), 8)
  const mappings: readonly Mapping[] = target.mappings()
  using region: Region = createRegion([field], { access: 'read', singleUse: true })
  const moved: number = copy({ from: region.cookie, to: field })
  const job: CopyJob = copy({ from: region, to: field }, { engine: 'threads' })
  const movedLater: number = await job
  using shared = SharedMemory.create(100)
  const buffer: SharedArrayBuffer = shared.buffer
  const codeOf = (error: AttachError): string => error.code
  // @ts-expect-error: a destination is needed
  world.send(field)
  // @ts-expect-error: addresses are bigint
  target.read(0, 8)
  export { buffer, bytes, codeOf, moved, movedLater, later, loan, mappings, own, value }`

test('npm pack packs what is needed to run, and nothing else', (t) => {
  t.diagnostic(`${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`)
  for (const file of packed.files)
    assert.ok(
      MEANT.some((pattern) => pattern.test(file)),
      file,
    )
  for (const folder of ['src', 'bench']) {
    const root = new URL(`../../../${folder}/`, import.meta.url)
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue
      for (const ending of ['.js', '.d.ts']) {
        const built = `dist/${folder}/${name.replace(/\.ts$/, ending)}`
        assert.ok(packed.files.includes(built), built)
      }
    }
  }
  assert.ok(packed.files.includes('dist/kernels/lane.wasm'))
  assert.ok(packed.files.includes('bench/peers/mpi/pingpong.c'))
})

test('the packed package, installed without scripts, runs a program', { skip }, () => {
  project.write('hello.mjs', HELLO)
  const { status, stdout, stderr } = project.npx('crossmem', 'run', '-n', '2', '--timeout', '60', 'hello.mjs')
  assert.equal(stderr, '')
  assert.equal(stdout, 'rank 0 of 2 got 100000 numbers from rank 1\nrank 1 of 2 got 100000 numbers from rank 0\n')
  assert.equal(status, 0)
})

test('the packed package has all its commands', { skip }, () => {
  for (const command of ['run', 'bench', 'doctor', 'maps', 'peek', 'find', 'vmfd']) {
    const main = 'node_modules/crossmem/dist/src/cli/main.js'
    const { status, stdout, stderr } = project.node(main, command, '--help')
    assert.match(stdout, new RegExp(`Usage: crossmem ${command}`), stderr)
    assert.equal(status, 0)
  }
})

for (const [moduleResolution, module] of [
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
]) {
  test(`the packed package's types are right with moduleResolution ${moduleResolution}`, { skip }, () => {
    const compilerOptions = {
      module,
      moduleResolution,
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      types: [],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    }
    project.write('program.mts', TYPED)
    project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['program.mts'] }))
    const { status, stdout } = project.node(compiler(), '-p', project.folder)
    assert.equal(stdout, '')
    assert.equal(status, 0)
  })
}
