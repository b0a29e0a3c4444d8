import { byName } from '../problems.ts'

/** How near each checksum must be to the published one. */
export const TOLERANCE = 1e-12

/** One class of the 3-D FFT benchmark: a field of nx × ny × nz complex numbers, and the checksum after each iteration. */
export interface Problem {
  readonly name: string
  readonly nx: number
  readonly ny: number
  readonly nz: number
  /** Real and imaginary part for each iteration. */
  readonly checksums: readonly (readonly [re: number, im: number])[]
}

/** The classes by name, with the sizes and checksums that the NAS Parallel Benchmarks publish. */
export const PROBLEMS = byName<Problem>([
  {
    name: 'S',
    nx: 64,
    ny: 64,
    nz: 64,
    checksums: [
      [554.6087004964, 484.5363331978],
      [554.6385409189, 486.5304269511],
      [554.6148406171, 488.3910722336],
      [554.5423607415, 490.1273169046],
      [554.4255039624, 491.7475857993],
      [554.2683411902, 493.2597244941],
    ],
  },
  {
    name: 'W',
    nx: 128,
    ny: 128,
    nz: 32,
    checksums: [
      [567.3612178944, 529.3246849175],
      [563.1436885271, 528.2149986629],
      [559.402408997, 527.0996558037],
      [556.069804702, 526.0027904925],
      [553.089899125, 524.9400845633],
      [550.4159734538, 523.9212247086],
    ],
  },
  {
    name: 'A',
    nx: 256,
    ny: 256,
    nz: 128,
    checksums: [
      [504.6735008193, 511.404790551],
      [505.9412319734, 509.8809666433],
      [506.9376896287, 509.8144042213],
      [507.7892868474, 510.1336130759],
      [508.5233095391, 510.4914655194],
      [509.1487099959, 510.7917842803],
    ],
  },
])
