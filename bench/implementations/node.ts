import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { exchanges } from '../peers/node/exchanges/index.ts'
import type { LinkName } from '../peers/node/links/index.ts'
import type { Prepare } from './implementation.ts'

const MAIN = fileURLToPath(new URL('../peers/node/main.js', import.meta.url))

/** Node.js's own ways between two processes or threads. */
function prepareLink(name: LinkName, protocol: string): Prepare {
  return async ({ job, processors }) => {
    if (!Object.hasOwn(exchanges, job.name))
      return { missing: `it takes part in ${Object.keys(exchanges).join(' and ')}` }
    try {
      await promisify(execFile)('taskset', ['--version'])
    } catch {
      return { missing: 'taskset, which binds it to processors, is not installed (util-linux)' }
    }
    return {
      name,
      label: name,
      memory: 'ordinary',
      protocol,
      version: `${name} of Node ${process.version}`,
      command: (task) => [process.execPath, MAIN, '0', name, job.name, processors.join(','), ...task],
    }
  }
}

export const childProcess = prepareLink('child_process', 'advanced')
export const workerThreads = prepareLink('worker_threads', 'clone')
export const workerThreadsTransfer = prepareLink('worker_threads_transfer', 'transfer')
export const unixSocket = prepareLink('unix-socket', 'stream')
