import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { CrossmemError } from '../errors.ts'
import { NativeMemory } from '../os/native-memory.ts'
import { openMemory, readMemory } from '../os/process-mem.ts'
import { probe } from '../os/process-vm.ts'
import { refusal } from './attach.ts'
import { identityOf } from './process-identity.ts'

const { EACCES, EPERM, ESRCH } = constants.errno
/** So many owners are kept at most: their descriptors are opened once, and not again for every copy. */
const MOST = 16

/** Another process that owns regions. */
export interface Owner {
  readonly pid: number
  readonly startTime: number
  /** Its memory as a file, to look whether it is still the same: a descriptor of this process. */
  readonly memory: number
  /** How many copies that are under way use the descriptor. */
  users: number
  /** Its mappings, to be asked for: opened when first needed; -1 until then. */
  maps: number
}

/** The owners that were used last, the latest one at the end. */
const owners: Owner[] = []

/**
 * The process that a cookie comes from.
 * @throws CrossmemError `ERR_OWNER_ENDED`, `ERR_OWNER_REPLACED`; AttachError `EPERM`, `ENOSYS`; the error of node:fs, such as
 *   `EMFILE`
 */
export function ownerOf(pid: number, startTime: number): Owner {
  const latest = owners.length - 1
  for (let index = latest; index >= 0; index--) {
    const owner = owners[index]
    if (owner.pid !== pid || owner.startTime !== startTime) continue
    if (index < latest) owners.push(...owners.splice(index, 1))
    return owner
  }
  const owner = { pid, startTime, memory: open(pid, startTime), users: 0, maps: -1 }
  owners.push(owner)
  if (owners.length > MOST) forget(owners[0])
  return owner
}

/** Does not keep an owner any longer; its descriptor is closed when no copy uses it. */
export function forget(owner: Owner): void {
  const index = owners.indexOf(owner)
  if (index < 0) return
  owners.splice(index, 1)
  if (owner.users === 0) close(owner)
}

/** Keeps an owner's descriptor open for a copy that goes on, until {@link releaseOwner}. */
export function holdOwner(owner: Owner): void {
  owner.users += 1
}

export function releaseOwner(owner: Owner): void {
  owner.users -= 1
  if (owner.users === 0 && !owners.includes(owner)) close(owner)
}

function close({ memory, maps }: Owner): void {
  closeSync(memory)
  if (maps >= 0) closeSync(maps)
}

/** What became of an owner whose memory is not there any more. */
export function gone({ pid, startTime }: { pid: number; startTime: number }): CrossmemError {
  const now = identityOf(pid)
  if (now === undefined || now.ended) return ended(pid)
  if (now.startTime !== startTime) return reused(pid)
  return new CrossmemError(
    'ERR_OWNER_REPLACED',
    `process ${pid}, which the region belonged to, runs another program now (execve), and its memory is gone: ` +
      'have the new one create a region',
  )
}

function open(pid: number, startTime: number): number {
  const before = identityOf(pid)
  if (before?.ended) throw ended(pid)
  if (before !== undefined && before.startTime !== startTime) throw reused(pid)
  const errno = probe(pid)
  if (errno === ESRCH) throw ended(pid)
  if (errno !== 0) throw refusal(pid, errno)
  let memory: number
  try {
    memory = openMemory(pid, 'read')
  } catch (error) {
    const number = -(error as NodeJS.ErrnoException).errno!
    if (number === EACCES || number === EPERM) throw refusal(pid, EPERM)
    throw identityOf(pid) === undefined ? ended(pid) : error
  }
  // The memory was opened while the pid meant the owner, or one that had it before and is gone, which reads show.
  if (identityOf(pid)?.startTime === startTime) return memory
  closeSync(memory)
  throw gone({ pid, startTime })
}

function ended(pid: number): CrossmemError {
  return new CrossmemError(
    'ERR_OWNER_ENDED',
    `process ${pid}, which the region belonged to, has ended (or is one of another container, which counts its own pids): ` +
      'have a process that runs create a region',
  )
}

function reused(pid: number): CrossmemError {
  return new CrossmemError(
    'ERR_PID_REUSED',
    `the process that the region belonged to has ended, and its pid ${pid} means another one by now (or the cookie comes ` +
      'from another container or machine): have a process that runs create a region',
  )
}

let word: NativeMemory | undefined

/** What a 32-bit word of an owner's memory holds now; undefined when its memory is gone, null when there is none at that address. */
export function readWord(memory: number, address: number): number | undefined | null {
  word ??= new NativeMemory(16)
  const got = readMemory(memory, word.address, 4, address)
  if (got === 4) return word.i32[0]
  return got === 0 ? undefined : null
}
