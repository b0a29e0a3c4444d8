import { spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { Inbox } from './inbox.ts'
import type { Link, LinkKind } from './link.ts'

const DESCRIPTOR = 3
const HEADER_BYTES = 4

/** A Unix stream socket between two processes (a pair: no name in the file system); each message has its length before it. */
export const unixSocket: LinkKind = {
  start(file, args) {
    const child = spawn(process.execPath, [fileURLToPath(file), ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    })
    child.once('exit', (code) => {
      if (code !== 0) process.exit(1)
    })
    return link(child.stdio[DESCRIPTOR] as Socket)
  },
  join: () => link(new Socket({ fd: DESCRIPTOR })),
}

function link(socket: Socket): Link {
  const inbox = new Inbox()
  const reader = new FrameReader(inbox)
  socket.on('data', (chunk: Buffer) => reader.read(chunk))
  return {
    takesAway: false,
    send(message) {
      const header = Buffer.allocUnsafe(HEADER_BYTES)
      header.writeUInt32LE(message.length)
      socket.cork()
      socket.write(header)
      socket.write(message)
      socket.uncork()
    },
    // What the kernel did not take at once is written from the caller's buffer later.
    sent: () =>
      socket.writableLength === 0 ? Promise.resolve() : new Promise((resolve) => socket.write('', () => resolve())),
    receive: (into) => inbox.take(into),
    close: () => socket.end(),
  }
}

/** Cuts a stream into messages. */
class FrameReader {
  readonly #inbox: Inbox
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerBytes = 0
  #body: Uint8Array | null = null
  #bodyBytes = 0

  constructor(inbox: Inbox) {
    this.#inbox = inbox
  }

  read(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#body === null) {
        const copied = chunk.copy(this.#header, this.#headerBytes, at)
        at += copied
        this.#headerBytes += copied
        if (this.#headerBytes < HEADER_BYTES) return
        this.#body = this.#inbox.room(this.#header.readUInt32LE())
      } else {
        const copied = chunk.copy(this.#body, this.#bodyBytes, at)
        at += copied
        this.#bodyBytes += copied
      }
      if (this.#bodyBytes === this.#body.length) this.#deliver(this.#body)
    }
  }

  #deliver(message: Uint8Array): void {
    this.#body = null
    this.#bodyBytes = 0
    this.#headerBytes = 0
    this.#inbox.put(message)
  }
}
