/** Tells what standard input holds. */
import { text } from 'node:stream/consumers'
import { ownPlace } from '../../../src/transport/place.ts'

console.log(`rank ${ownPlace()!.rank} read '${await text(process.stdin)}'`)
