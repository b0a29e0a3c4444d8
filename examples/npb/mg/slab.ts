/**
 * Some planes of a periodic cube of `side`^3 points, with a border one point thick all round: in x and y it repeats the
 * other side of the plane, in z it is the neighbouring planes.
 *
 *     plane 0 (border) | plane 1 … planes | plane planes + 1 (border)
 *     each: row 0 (border) | row 1 … side | row side + 1 (border), and the same within a row
 */
export interface Slab {
  readonly side: number
  readonly planes: number
}

/** How far neighbours in y are from each other. */
export function rowLength({ side }: Pick<Slab, 'side'>): number {
  return side + 2
}

/** How far neighbours in z are from each other. */
export function planeLength({ side }: Pick<Slab, 'side'>): number {
  return (side + 2) ** 2
}

/** How many numbers a slab has, with its border. */
export function slabLength(slab: Slab): number {
  return planeLength(slab) * (slab.planes + 2)
}

/** Fills the border of the planes 1 to `planes` in x and y. */
export function wrapPlanes(field: Float64Array, slab: Slab): void {
  const { side, planes } = slab
  const row = rowLength(slab)
  const plane = planeLength(slab)
  for (let start = plane; start < plane * (planes + 1); start += plane) {
    for (let i = start + row; i < start + row * (side + 1); i += row) {
      field[i] = field[i + side]
      field[i + side + 1] = field[i + 1]
    }
    field.copyWithin(start, start + row * side, start + row * (side + 1))
    field.copyWithin(start + row * (side + 1), start + row, start + row * 2)
  }
}

/** Fills the border in z of a slab that is the whole cube. */
export function wrapWhole(field: Float64Array, slab: Slab): void {
  const plane = planeLength(slab)
  const { side } = slab
  field.copyWithin(0, plane * side, plane * (side + 1))
  field.copyWithin(plane * (side + 1), plane, plane * 2)
}
