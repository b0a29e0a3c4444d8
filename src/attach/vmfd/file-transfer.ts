import { readv, writev } from 'node:fs'
import { type Stretch, transferAt, transferListAt } from '../../os/positioned-io.ts'
import { settledAddress } from '../address-of.ts'

/** Moves between a view and a file. @returns the bytes moved, or minus the errno */
export function transferFile(write: boolean, fd: number, view: Uint8Array, position: number): number {
  return transferAt(write, fd, settledAddress(view), view.length, position)
}

/** The same for views one after the other, in as many calls as they take, until one moves nothing. */
export function transferFileList(write: boolean, fd: number, views: readonly Uint8Array[], position: number): number {
  let rest: Stretch[] = views
    .filter((view) => view.length > 0)
    .map((view) => ({ address: settledAddress(view), length: view.length }))
  let moved = 0
  while (rest.length > 0) {
    const got = transferListAt(write, fd, rest, position + moved)
    if (got <= 0) return moved > 0 ? moved : got
    moved += got
    rest = after(rest, got)
  }
  return moved
}

/** The same by node's threads, so that this one goes on. */
export function transferFileLater(
  write: boolean,
  fd: number,
  views: readonly Uint8Array[],
  position: number,
): Promise<number> {
  const call = write ? writev : readv
  return new Promise((resolve) => {
    call(fd, views, position, (error, moved) => resolve(error === null ? moved : (error.errno ?? 0)))
  })
}

/** What is left of a list behind its first bytes. */
function after(stretches: readonly Stretch[], bytes: number): Stretch[] {
  let skip = bytes
  const rest: Stretch[] = []
  for (const { address, length } of stretches) {
    const gone = Math.min(skip, length)
    skip -= gone
    if (gone < length) rest.push({ address: address + gone, length: length - gone })
  }
  return rest
}
