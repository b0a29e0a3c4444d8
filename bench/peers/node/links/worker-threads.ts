import { type MessagePort, parentPort, Worker } from 'node:worker_threads'
import { Inbox } from './inbox.ts'
import type { Link, LinkKind } from './link.ts'

/** postMessage(): a copy by structured clone. */
export const workerThreads: LinkKind = kind(false)

/** postMessage() with the buffer in the transfer list: nothing is copied, and the sender has lost it. */
export const workerThreadsTransfer: LinkKind = kind(true)

function kind(transfer: boolean): LinkKind {
  return {
    start: (file, args) => {
      const worker = new Worker(file, { argv: args })
      return link(worker, transfer, () => {})
    },
    join: () => link(parentPort!, transfer, () => parentPort!.close()),
  }
}

function link(other: Worker | MessagePort, transfer: boolean, close: () => void): Link {
  const inbox = new Inbox()
  other.on('message', (message: Uint8Array) => inbox.put(message))
  return {
    takesAway: transfer,
    send: transfer
      ? (message) => other.postMessage(message, [message.buffer as ArrayBuffer])
      : (message) => other.postMessage(message),
    sent: () => Promise.resolve(),
    receive: () => inbox.take(),
    close,
  }
}
