import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'
import { communicators } from './communicators.ts'
import { environment } from './environment.ts'
import { pointToPoint } from './point-to-point.ts'

const CHAPTERS = [environment, communicators, pointToPoint]

/** The functions that crossmem has, a file for each group of them. */
export function mpiFunctions(guest: Guest): Imports {
  return Object.assign({}, ...CHAPTERS.map((chapter) => chapter(guest)))
}
