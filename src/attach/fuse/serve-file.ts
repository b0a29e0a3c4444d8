import { closeSync, openSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { CrossmemError } from '../../errors.ts'
import { createEventfd, signalEventfd } from '../../os/eventfd.ts'
import { openPidfd } from '../../os/pidfd.ts'
import type { Backing, WindowPlace } from '../vmfd/backing.ts'
import { FileBacking } from '../vmfd/file-backing.ts'
import { CONTROL_BYTES, type ServerTask, STATE, WORD } from './control.ts'
import { mountWindow, type Mounted } from './mount.ts'

const START_MILLISECONDS = 10_000
/** How long the end of a server is waited for: it takes some microseconds, unless the memory that it reads does not answer. */
const END_MILLISECONDS = 1000

/** The servers of this thread that have not ended, which node could not end while they sleep in the kernel. */
const servers = new Set<FileServer>()

/**
 * Serves a window as a file, by a thread of its own.
 * @param inner what the window stands on; it is the server's from now on
 * @param path where the file is to be found; without it, nowhere
 * @throws CrossmemError `ERR_FUSE` where no file system may be mounted, with the reason
 */
export function serveFile(inner: Backing, place: WindowPlace, path?: string): Backing {
  let server: FileServer | undefined
  try {
    server = new FileServer(inner, place, path)
    return new FileBacking('fuse', server.open(), () => server!.end())
  } catch (error) {
    if (server === undefined) inner.close()
    else server.end()
    throw error
  }
}

class FileServer {
  readonly #control = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES))
  readonly #stop: number
  readonly #mounted: Mounted
  readonly #writable: boolean
  /** Whether the file is to be found somewhere until the end. */
  readonly #named: boolean

  constructor(inner: Backing, place: WindowPlace, path: string | undefined) {
    this.#writable = place.writable
    this.#named = path !== undefined
    this.#stop = createEventfd()
    try {
      this.#mounted = mountWindow(place.writable, path)
    } catch (error) {
      closeSync(this.#stop)
      throw error
    }
    const task: ServerTask = {
      control: this.#control.buffer as SharedArrayBuffer,
      device: this.#mounted.device,
      stop: this.#stop,
      owner: place.pid === process.pid ? -1 : ownerOf(place.pid),
      kind: inner.kind as 'memfd' | 'mem',
      fd: inner.fd,
      base: inner.base,
      place: { ...place },
    }
    const thread = new Worker(new URL('./server-thread.js', import.meta.url), {
      workerData: task,
      execArgv: [],
      env: {},
      stdin: false,
    })
    thread.unref()
    if (servers.size === 0) process.on('exit', endAll)
    servers.add(this)
  }

  /** The window's file, opened. */
  open(): number {
    Atomics.wait(this.#control, WORD.STATE, STATE.STARTING, START_MILLISECONDS)
    if (this.#control[WORD.STATE] !== STATE.SERVING) {
      throw new CrossmemError('ERR_FUSE', 'the thread that is to serve the window did not start')
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
    const state = Atomics.load(this.#control, WORD.STATE)
    if (state !== STATE.ENDED) Atomics.wait(this.#control, WORD.STATE, state, END_MILLISECONDS)
    closeSync(this.#stop)
    if (this.#named) this.#mounted.unmount()
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
