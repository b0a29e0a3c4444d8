import { createRegion, type Region, type RegionOptions, type RemoteRange } from '../../src/index.ts'
import { bufferAt } from '../../src/os/address.ts'
import { define } from '../../src/os/libc.ts'
import { mapShared, PAGE, unmap } from '../../src/os/mapping.ts'
import { createMemfd } from '../../src/os/memfd.ts'
import { NativeMemory } from '../../src/os/native-memory.ts'
import { setDumpable } from '../../src/os/prctl.ts'
import { patternAt } from './pattern.ts'
import { type Permission, protectPage } from './protect.ts'

/** What the process that owns regions can be asked for. */
export type Order =
  | { do: 'create'; parts: { offset: number; length: number }[]; options: RegionOptions }
  | { do: 'create-range'; range: RemoteRange; options: RegionOptions }
  | { do: 'destroy' | 'state'; cookie: string }
  | { do: 'destroy-after'; cookie: string; milliseconds: number }
  | { do: 'look'; offset: number; length: number }
  | { do: 'protect'; page: number; permission: Permission }
  | { do: 'exec' }
  | { do: 'exit' }

/**
 * A process that owns regions. It maps one page for each letter of its argument, filled with the pattern (see target.ts), and does
 * what it is asked for.
 */
const [layout, dumpable] = process.argv.slice(2)
const bytes = layout.length * PAGE
const address = mapShared(createMemfd('owner', bytes), 0, bytes)
const memory = new Uint8Array(bufferAt(address, bytes))
for (let offset = 0; offset < bytes; offset++) memory[offset] = patternAt(offset)
for (const [page, letter] of [...layout].entries()) {
  const start = address + page * PAGE
  if (letter === '.') unmap(start, PAGE)
  else if (letter !== 'w') protectPage(start, letter as Permission)
}
if (dumpable === 'not-dumpable') setDumpable(false)

const regions = new Map<string, Region>()

function add(region: Region): string {
  regions.set(region.cookie, region)
  return region.cookie
}

function carryOut(order: Order): unknown {
  switch (order.do) {
    case 'create': {
      const ranges = order.parts.map(({ offset, length }) => ({ address: BigInt(address + offset), length }))
      return add(createRegion(ranges, order.options))
    }
    case 'create-range':
      return add(createRegion([order.range], order.options))
    case 'destroy':
      return regions.get(order.cookie)!.destroy()
    case 'destroy-after':
      setTimeout(() => regions.get(order.cookie)!.destroy(), order.milliseconds)
      return undefined
    case 'state':
      return regions.get(order.cookie)!.state
    case 'look':
      return memory.slice(order.offset, order.offset + order.length)
    case 'protect':
      return protectPage(address + order.page * PAGE, order.permission)
    case 'exec':
      return becomeAnother()
    case 'exit':
      return process.exit()
  }
}

/** The same process, another program: execve(2). */
function becomeAnother(): void {
  const execve = define<(path: string, args: number, environment: number) => number>('execve', 'int', [
    'str',
    'int64_t',
    'int64_t',
  ])
  const words = [Buffer.from('sh\0'), Buffer.from('-c\0'), Buffer.from('kill -STOP $$\0')].map((text) => {
    const held = new NativeMemory(64)
    Buffer.from(held.u32.buffer).set(text)
    return held
  })
  const list = new NativeMemory(64)
  for (const [index, { address }] of words.entries()) list.set64(index * 8, address)
  execve('/bin/sh', list.address, list.address + words.length * 8)
  throw new Error('execve failed')
}

process.on('message', (order: Order) => process.send!({ answer: carryOut(order) }))
process.on('disconnect', () => process.exit())
process.send!({ answer: null })
