import type { Link } from '../links/link.ts'
import { type Exchange, signal } from './exchange.ts'

export const pingpong: Exchange = {
  async first(link: Link, out: Uint8Array[], into: Uint8Array[]) {
    for (let buffer = 0; buffer < out.length; buffer++) {
      link.send(out[buffer])
      into[buffer] = await link.receive(into[buffer])
    }
  },

  async second(link: Link, out: Uint8Array[], into: Uint8Array[]) {
    signal(link)
    for (let buffer = 0; buffer < out.length; buffer++) {
      into[buffer] = await link.receive(into[buffer])
      link.send(out[buffer])
    }
  },
}
