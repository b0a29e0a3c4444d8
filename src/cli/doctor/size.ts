const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB']

/** A number of bytes for people: `1.5 GiB`, `64 KiB`, `unlimited` for Infinity. */
export function size(bytes: number): string {
  if (!Number.isFinite(bytes)) return 'unlimited'
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${value < 10 ? Number(value.toFixed(1)) : Math.round(value)} ${UNITS[unit]}`
}
