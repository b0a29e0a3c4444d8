/** How lines differ besides their colour: dashes, and what stands at their points. */

const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 2', '12 4']
const SHAPES = [
  (x: number, y: number) => `<circle cx="${x}" cy="${y}" r="3.5"/>`,
  (x: number, y: number) => `<rect x="${x - 3.2}" y="${y - 3.2}" width="6.4" height="6.4"/>`,
  (x: number, y: number) => polygon(x, y, [0, -4.4, 4.2, 3.2, -4.2, 3.2]),
  (x: number, y: number) => polygon(x, y, [0, -4.6, 4.6, 0, 0, 4.6, -4.6, 0]),
  (x: number, y: number) => polygon(x, y, [0, 4.4, 4.2, -3.2, -4.2, -3.2]),
]

/** How many lines have different colours; see style.ts. */
export const COLOURS = 8

export function dash(style: number): string {
  return DASHES[style % DASHES.length]
}

/** A shape around a place; every second round they are hollow. */
export function mark(style: number, x: number, y: number): string {
  return SHAPES[style % SHAPES.length](x, y)
}

/** The class names of a line and of its marks. */
export function classOf(style: number): string {
  return `s${style % COLOURS}${Math.floor(style / SHAPES.length) % 2 === 1 ? ' hollow' : ''}`
}

function polygon(x: number, y: number, offsets: readonly number[]): string {
  const points: string[] = []
  for (let i = 0; i < offsets.length; i += 2) points.push(`${x + offsets[i]},${y + offsets[i + 1]}`)
  return `<polygon points="${points.join(' ')}"/>`
}
