import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { errnoName } from '../../os/libc.ts'
import { probe } from '../../os/process-vm.ts'

/** What a peer is asked to do: to let a process and its descendants attach, to try and attach to one. */
export interface PeerRequest {
  readonly permit?: number
  readonly probe?: number
}

export interface PeerAnswer {
  dumpable: boolean
  errno: number
}

/** What became of each attempt: null where it was permitted, else the error's name. */
export interface AttachProbe {
  /** This process on its own memory: that fails only where the call itself is filtered or missing. */
  readonly self: string | null
  /** This process on a child that it started. */
  readonly child: string | null
  /** One child on the other, which has permitted nothing: as any two processes of one user. */
  readonly stranger: string | null
  /** One child on the other, which has permitted this process and its descendants: as the ranks of a job. */
  readonly rank: string | null
  /** Whether a started Node.js process may be attached to as far as its own flag goes (PR_GET_DUMPABLE). */
  readonly dumpable: boolean
}

const PEER = fileURLToPath(import.meta.url).replace(/attach-probe(\.[jt]s)$/, 'attach-peer$1')
const ANSWER_MILLISECONDS = 20_000

/**
 * Tries process_vm_readv between real processes: two are started, asked, and ended.
 * @throws Error when one of them ends or stays silent instead of answering
 */
export async function probeAttach(): Promise<AttachProbe> {
  const target = startPeer()
  const reader = startPeer()
  try {
    const { dumpable } = await ask(target, {})
    const child = name(probe(target.pid!))
    const stranger = name((await ask(reader, { probe: target.pid! })).errno)
    await ask(target, { permit: process.pid })
    const rank = name((await ask(reader, { probe: target.pid! })).errno)
    return { self: name(probe(process.pid)), child, stranger, rank, dumpable }
  } finally {
    await Promise.all([end(target), end(reader)])
  }
}

function startPeer(): ChildProcess {
  const peer = fork(PEER, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  // A process that cannot be started, or ends too early, is told of by ask(); without a listener it would end this one.
  peer.on('error', () => {})
  return peer
}

async function ask(peer: ChildProcess, request: PeerRequest): Promise<PeerAnswer> {
  const ended = new AbortController()
  const onExit = () => ended.abort()
  peer.once('exit', onExit)
  try {
    if (hasEnded(peer)) throw new Error('its process is gone')
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(ANSWER_MILLISECONDS)])
    const answer = once(peer, 'message', { signal })
    peer.send(request)
    return (await answer)[0]
  } catch (cause) {
    const end = peer.signalCode ?? (peer.exitCode === null ? undefined : `exit code ${peer.exitCode}`)
    const what = end === undefined ? 'did not answer' : `ended instead of answering (${end})`
    throw new Error(`a process that was started for the attempt ${what}`, { cause })
  } finally {
    peer.off('exit', onExit)
  }
}

async function end(peer: ChildProcess): Promise<void> {
  if (hasEnded(peer)) return
  const gone = once(peer, 'exit')
  peer.kill('SIGKILL')
  await gone
}

function hasEnded(peer: ChildProcess): boolean {
  return peer.pid === undefined || peer.exitCode !== null || peer.signalCode !== null
}

function name(errno: number): string | null {
  return errno === 0 ? null : errnoName(errno)
}
