import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { RegionAccess, RegionOptions } from '../../src/index.ts'
import { PAGE } from '../../src/os/mapping.ts'
import type { Order } from './region-owner.ts'

const PROGRAM = fileURLToPath(new URL('region-owner.js', import.meta.url))

export interface RegionOwner extends AsyncDisposable {
  readonly child: ChildProcess
  readonly pid: number
  ask<T>(order: Order): Promise<T>
  /** The cookie of a region of these parts; without any, of all pages. */
  region(options: RegionOptions | RegionAccess, parts?: { offset: number; length: number }[]): Promise<string>
  look(offset: number, length: number): Promise<Uint8Array>
  /** Has it become another program. */
  exec(): Promise<void>
  end(): Promise<void>
}

/** Starts a process that owns regions of its pages, a letter each: see region-owner.ts. */
export async function startRegionOwner(
  layout: string,
  { dumpable, ...user }: { dumpable?: 'not-dumpable'; uid?: number; gid?: number } = {},
): Promise<RegionOwner> {
  const child = fork(PROGRAM, dumpable ? [layout, dumpable] : [layout], { serialization: 'advanced', ...user })
  const ended = once(child, 'exit')
  const next = async <T>(): Promise<T> => {
    const news = await Promise.race([once(child, 'message'), ended.then(() => null)])
    if (news === null) throw new Error('the owner ended')
    return news[0].answer
  }
  const ask = <T>(order: Order): Promise<T> => {
    child.send(order)
    return next<T>()
  }
  const end = async () => {
    child.kill('SIGKILL')
    await ended
  }
  await next()
  return {
    child,
    pid: child.pid!,
    ask,
    region: (options, parts = [{ offset: 0, length: layout.length * PAGE }]) =>
      ask({ do: 'create', parts, options: typeof options === 'string' ? { access: options } : options }),
    look: (offset, length) => ask({ do: 'look', offset, length }),
    exec: async () => {
      child.send({ do: 'exec' } satisfies Order)
      while (!readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').startsWith('sh\0')) await setImmediate()
    },
    end,
    [Symbol.asyncDispose]: end,
  }
}
