import type { Link } from '../links/link.ts'
import { type Exchange, signal } from './exchange.ts'

export const bandwidth: Exchange = {
  async first(link: Link, out: Uint8Array[]) {
    for (let buffer = 0; buffer < out.length; buffer++) link.send(out[buffer])
    await link.receive()
  },

  async second(link: Link, _out: Uint8Array[], into: Uint8Array[]) {
    const arrivals = into.map((buffer) => link.receive(buffer))
    signal(link)
    for (let buffer = 0; buffer < into.length; buffer++) into[buffer] = await arrivals[buffer]
    signal(link)
  },
}
