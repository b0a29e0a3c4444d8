import { takePlace } from '../transport/place.ts'

/** Runs in every rank before its program. */
const place = takePlace()
// Node runs this in the threads and forks of a rank too. They have no place, and load nothing more.
if (place !== null) {
  const { settle } = await import('./settle.ts')
  settle(place)
}
