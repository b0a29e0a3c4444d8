import { closeSync } from 'node:fs'
import { createPrivateMemory, MAX_WASM_BYTES } from '../../memory/wasm-memory.ts'
import { mapShared, unmap } from '../../os/mapping.ts'
import { createMemfd } from '../../os/memfd.ts'
import type { Change, Finding } from './finding.ts'
import { limit, limitFact, type ReadText, readNumber } from './proc.ts'
import { size } from './size.ts'

/** A segment is far smaller than this; the addresses that V8 may reserve around it are what counts. */
const SEGMENT = 2 ** 20
/** The heap that a rank has unless `--heap` says otherwise. */
const HEAP = 2 ** 30

/** What a rank maps, in this order: the job's control segment, the workbench, the heap. */
type Mapping = 'segment' | 'workbench' | 'heap'

/** Whether a rank's mappings fit into the address space of a process: they are really made, and not touched. */
export function checkAddressSpace(read: ReadText): Finding {
  return addressSpaceFinding(read, firstMisfit())
}

/** The first of a rank's mappings that does not fit beside those before it; null when all fit. */
function firstMisfit(): Mapping | null {
  let mapping: Mapping = 'segment'
  const held: unknown[] = []
  const fd = createMemfd('crossmem-doctor', HEAP)
  try {
    held.push(createPrivateMemory(SEGMENT))
    mapping = 'workbench'
    held.push(createPrivateMemory(MAX_WASM_BYTES))
    mapping = 'heap'
    unmap(mapShared(fd, 0, HEAP), HEAP)
    return null
  } catch {
    return mapping
  } finally {
    closeSync(fd)
    // Used here once more, so that the first memory is not collected before the second is made.
    held.length = 0
  }
}

const CONSEQUENCE: Record<Mapping, string> = {
  segment: 'Jobs do not start: crossmem run ends with ERR_ADDRESS_SPACE. attach(pid) works.',
  workbench:
    'There are no windows on mapped memory: arenas are read and written as files instead, a system call for each piece.',
  heap: 'alloc() fails in every rank that has not a smaller --heap.',
}

export function addressSpaceFinding(read: ReadText, misfit: Mapping | null): Finding {
  const { soft, hard } = limit(read('/proc/self/limits'), 'Max address space') ?? { soft: null, hard: null }
  const strict = readNumber(read, '/proc/sys/vm/overcommit_memory') === 2
  const limited = soft !== null && Number.isFinite(soft)
  const setting = limited ? `It is limited to ${size(soft)} (RLIMIT_AS).` : 'It is not limited (RLIMIT_AS).'
  const name = 'address-space'
  const facts = { soft: limitFact(soft), hard: limitFact(hard), misfit }
  if (misfit === null) {
    return {
      name,
      status: 'ok',
      found: `The address space of a process holds a rank's mappings: the job's segment, ${size(MAX_WASM_BYTES)} of workbench and ${size(HEAP)} of heap.`,
      why: setting,
      effect: 'Ranks start with the heap that --heap asks for; what is not touched takes no memory.',
      change: [],
      facts,
    }
  }
  const change: Change[] = []
  if (limited) change.push({ command: 'ulimit -v unlimited', note: 'in the shell that starts crossmem' })
  else if (strict) change.push({ command: 'sysctl vm.overcommit_memory=0', note: 'as root, until the next boot' })
  if (misfit === 'heap') change.push({ command: 'crossmem run --heap 256M …', note: 'a smaller heap for every rank' })
  return {
    name,
    status: misfit === 'segment' ? 'no' : 'limited',
    found: `The address space of a process has no room for ${misfit === 'segment' ? "a job's control segment" : `a rank's ${misfit}`}.`,
    why: `${setting}${strict ? ' The kernel counts untouched memory too (vm.overcommit_memory is 2).' : ''} V8 may reserve some 10 GiB of addresses, though no memory, around each of two WebAssembly memories.`,
    effect: CONSEQUENCE[misfit],
    change,
    facts,
  }
}
