import { release } from 'node:os'
import { checkDma, dmaChannels } from './dma.ts'
import { checkFfi } from './ffi.ts'
import { FINDING_NAMES, type Finding, type FindingName } from './finding.ts'
import { checkHugePages } from './huge-pages.ts'
import { checkLockedMemory } from './locked-memory.ts'
import { checkMemory } from './memory.ts'
import { checkMpiLibraries } from './mpi-libraries.ts'
import { checkOpenFiles } from './open-files.ts'
import { checkOvercommit } from './overcommit.ts'
import { readText } from './proc.ts'
import { checkProcessors } from './processors.ts'
import { architectureFinding, linuxFinding, nodeFinding } from './runtime.ts'
import { NATIVE_NAMES, untried } from './untried.ts'

/** What jobs cannot do without; whatever else is missing, crossmem gets by without it. */
const VITAL: readonly FindingName[] = ['memfd', 'address-space']

/** What one run of the doctor found. */
export interface Examination {
  /** Whether crossmem can run jobs here. */
  readonly works: boolean
  /** In the order of {@link FINDING_NAMES}. */
  readonly findings: readonly Finding[]
}

/** Carries out every check on this machine. Anywhere but on Linux there is nothing to check but that. */
export async function examine(): Promise<Examination> {
  const linux = linuxFinding(process.platform, release())
  if (linux.status === 'no') return { works: false, findings: [linux] }
  const ffi = await checkFfi()
  const [native, mpi] = await Promise.all([checkNative(ffi), checkMpiLibraries()])
  const findings = [
    linux,
    nodeFinding(process.version, 'typescript' in process.features && process.features.typescript !== false),
    architectureFinding(process.arch),
    ffi,
    checkHugePages(readText),
    checkOpenFiles(readText),
    checkLockedMemory(readText),
    checkProcessors(readText),
    checkMemory(readText),
    checkOvercommit(readText),
    checkDma(dmaChannels()),
    ...native,
    ...mpi,
  ].sort((a, b) => FINDING_NAMES.indexOf(a.name) - FINDING_NAMES.indexOf(b.name))
  // Without the FFI neither could be tried, and both are told as missing.
  const works = findings.every(({ name, status }) => status !== 'no' || !VITAL.includes(name))
  return { works, findings }
}

async function checkNative(ffi: Finding): Promise<Finding[]> {
  if (ffi.status === 'no') return NATIVE_NAMES.map((name) => untried(name, ffi.found))
  const { nativeChecks } = await import('./native-checks.ts')
  return nativeChecks(readText)
}
