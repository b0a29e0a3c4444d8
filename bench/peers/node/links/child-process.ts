import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Inbox } from './inbox.ts'
import type { Link, LinkKind } from './link.ts'

/** fork() with 'advanced' serialization; a message is a Buffer. */
export const childProcess: LinkKind = {
  start(file, args) {
    const child = fork(fileURLToPath(file), args, { serialization: 'advanced' })
    child.once('exit', (code) => {
      if (code !== 0) process.exit(1)
    })
    return link(child, (message) => child.send(message))
  },
  join: () => link(process, (message) => process.send!(message)),
}

function link(other: NodeJS.Process | ReturnType<typeof fork>, send: (message: Uint8Array) => void): Link {
  const inbox = new Inbox()
  other.on('message', (message: Uint8Array) => inbox.put(message))
  return {
    takesAway: false,
    send,
    sent: () => Promise.resolve(),
    receive: () => inbox.take(),
    close: () => other.disconnect?.(),
  }
}
