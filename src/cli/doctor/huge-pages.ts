import { type Finding, inWords } from './finding.ts'
import { numberField, type ReadText, readNumber } from './proc.ts'

const THP = '/sys/kernel/mm/transparent_hugepage'
/** 8 KiB to 512 MiB: what x64 and arm64 kernels offer, by their page size. */
const SIZES = Array.from({ length: 17 }, (_, power) => String(8 * 2 ** power))

/** Whether the kernel gives huge pages to shared memory, without being asked. */
export function checkHugePages(read: ReadText): Finding {
  const shmem = chosen(read(`${THP}/shmem_enabled`))
  const sizes = shmem === null ? [] : SIZES.filter((kib) => isGiven(read, kib, shmem))
  const reserved = readNumber(read, '/proc/sys/vm/nr_hugepages')
  const facts = { shmem, sizes: sizes.map((kib) => `${kib}kB`).join(' '), nrHugepages: reserved }
  const spare =
    reserved === null || reserved === 0
      ? 'no page is reserved (vm.nr_hugepages), and crossmem would take none'
      : `${reserved} pages are reserved (vm.nr_hugepages, ${numberField(read('/proc/meminfo'), 'HugePages_Free') ?? 0} free), which crossmem leaves to others`
  const setting =
    shmem === null ? 'The kernel has no setting for it' : `The setting transparent_hugepage/shmem_enabled is '${shmem}'`
  if (sizes.length > 0) {
    return {
      name: 'huge-pages',
      status: 'ok',
      found: `Shared memory gets huge pages by itself, of ${inWords(sizes)} KiB.`,
      why: `${setting}; ${spare}.`,
      effect: 'Heaps lie in huge pages where they are large enough.',
      change: [],
      facts,
    }
  }
  return {
    name: 'huge-pages',
    status: shmem === null ? 'no' : 'limited',
    found: 'Shared memory gets no huge pages by itself.',
    why: `${setting}; ${spare}.`,
    effect: 'Heaps lie in small pages: the first touch of memory, and large messages, may take a little longer.',
    change:
      shmem === null
        ? []
        : [{ command: `echo within_size > ${THP}/shmem_enabled`, note: 'as root, until the next boot' }],
    facts,
  }
}

/** Whether pages of a size come unasked: each size has its own setting, which may point to the common one. */
function isGiven(read: ReadText, kib: string, common: string): boolean {
  if (common === 'deny') return false
  // Kernels before 6.11 have one size and one setting.
  const own = chosen(read(`${THP}/hugepages-${kib}kB/shmem_enabled`)) ?? (kib === '2048' ? 'inherit' : 'never')
  if (common === 'force') return own === 'inherit'
  const setting = own === 'inherit' ? common : own
  return setting === 'always' || setting === 'within_size'
}

/** The word in brackets: `always [never] advise`. */
function chosen(text: string | null): string | null {
  return /\[(\w+)\]/.exec(text ?? '')?.[1] ?? null
}
