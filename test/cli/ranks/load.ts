/** Loaded before a program. */
Reflect.set(globalThis, 'loaded', 'load')
