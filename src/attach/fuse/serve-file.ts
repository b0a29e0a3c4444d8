import { closeSync, openSync } from 'node:fs'
import type { Worker } from 'node:worker_threads'
import { CrossmemError } from '../../errors.ts'
import { duplicate } from '../../os/descriptor.ts'
import { createEventfd, signalEventfd } from '../../os/eventfd.ts'
import { openPidfd } from '../../os/pidfd.ts'
import type { Backing, WindowPlace } from '../vmfd/backing.ts'
import { FileBacking } from '../vmfd/file-backing.ts'
import { CONTROL_BYTES, type ServerTask, STATE, WORD } from './control.ts'
import { type Mounted, mountWindow } from './mount.ts'
import { endServing, startServing } from './server-threads.ts'

const START_MILLISECONDS = 10_000
/** How long the end of a server is waited for: it takes some microseconds, unless the memory that it reads does not answer. */
const END_MILLISECONDS = 1000

/** How many descriptors a thread of node's takes, about: it ends badly where they are missing. */
const THREAD_DESCRIPTORS = 32

/** The servers of this thread that have not ended, which node could not end while they sleep in the kernel. */
const servers = new Set<FileServer>()

/**
 * Serves a window as a file, by a thread that does nothing else meanwhile.
 * @param inner what the window stands on; it is closed, for the server has the same once more
 * @param path where the file is to be found; without it, nowhere
 * @throws CrossmemError `ERR_FUSE` where no file system may be mounted, with the reason; SystemError `EMFILE`
 */
export function serveFile(inner: Backing, place: WindowPlace, path?: string): Backing {
  const server = startServer(inner, place, path)
  try {
    return new FileBacking('fuse', server.open(), () => server.end())
  } catch (error) {
    server.end()
    throw error
  }
}

function startServer(inner: Backing, place: WindowPlace, path: string | undefined): FileServer {
  let stop = -1
  let mounted: Mounted | undefined
  try {
    requireDescriptors(inner.fd)
    stop = createEventfd()
    mounted = mountWindow(place.writable, path)
    return new FileServer(inner, place, stop, mounted, path !== undefined)
  } catch (error) {
    if (stop >= 0) closeSync(stop)
    if (mounted !== undefined) closeSync(mounted.device)
    mounted?.unmount()
    throw error
  } finally {
    inner.close()
  }
}

/** @throws SystemError EMFILE */
function requireDescriptors(any: number): void {
  const taken: number[] = []
  try {
    while (taken.length < THREAD_DESCRIPTORS) taken.push(duplicate(any))
  } finally {
    for (const fd of taken) closeSync(fd)
  }
}

class FileServer {
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES))
  /** The window's descriptor, the thread's own. */
  readonly #fd: number
  readonly #stop: number
  readonly #owner: number
  readonly #thread: Worker
  readonly #mounted: Mounted
  readonly #writable: boolean
  /** Whether the file is to be found somewhere until the end. */
  readonly #named: boolean

  constructor(inner: Backing, place: WindowPlace, stop: number, mounted: Mounted, named: boolean) {
    this.#fd = duplicate(inner.fd)
    this.#stop = stop
    this.#owner = ownerOf(place.pid)
    this.#mounted = mounted
    this.#writable = place.writable
    this.#named = named
    const task: ServerTask = {
      control: this.#control.buffer as SharedArrayBuffer,
      device: mounted.device,
      stop,
      owner: this.#owner,
      kind: inner.kind as 'memfd' | 'mem',
      fd: this.#fd,
      base: inner.base,
      place: { ...place },
    }
    this.#thread = startServing(task)
    if (servers.size === 0) process.on('exit', endAll)
    servers.add(this)
  }

  /** The window's file, opened. @throws CrossmemError ERR_FUSE; the error of node:fs */
  open(): number {
    for (const state of [STATE.STARTING, STATE.LOADED]) {
      Atomics.wait(this.#control, WORD.STATE, state, START_MILLISECONDS)
    }
    if (this.#control[WORD.STATE] !== STATE.SERVING) {
      throw new CrossmemError('ERR_FUSE', 'the thread that is to serve the window as a file did not start')
    }
    const fd = openSync(this.#mounted.file, this.#writable ? 'r+' : 'r')
    // Once it is open, it needs no place any more, and what has none is gone with this process, however that ends.
    if (!this.#named) this.#mounted.unmount()
    return fd
  }

  end(): void {
    if (!servers.delete(this)) return
    if (servers.size === 0) process.off('exit', endAll)
    Atomics.store(this.#control, WORD.STOP, 1)
    signalEventfd(this.#stop)
    const hasBegun = Atomics.compareExchange(this.#control, WORD.STATE, STATE.STARTING, STATE.ENDED) !== STATE.STARTING
    if (!hasBegun) this.#closeForThread()
    for (const state of [STATE.LOADED, STATE.SERVING]) {
      Atomics.wait(this.#control, WORD.STATE, state, END_MILLISECONDS)
    }
    endServing(this.#thread, hasBegun && this.#control[WORD.STATE] === STATE.ENDED)
    closeSync(this.#stop)
    this.#mounted.unmount()
  }

  /** What the thread would have closed, had it ever run. */
  #closeForThread(): void {
    closeSync(this.#mounted.device)
    closeSync(this.#fd)
    if (this.#owner >= 0) closeSync(this.#owner)
  }
}

function endAll(): void {
  for (const server of servers) server.end()
}

/** -1 where the kernel does not grant it. */
function ownerOf(pid: number): number {
  try {
    return openPidfd(pid)
  } catch {
    return -1
  }
}
