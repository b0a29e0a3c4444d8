import type { OpenedDirectory } from './wasi/surroundings.ts'

/** How a C program is to be run. */
export interface GuestSettings {
  /** Bytes that its memory can grow to. */
  readonly maxMemory: number
  readonly directories: readonly OpenedDirectory[]
}

/** As an argument of guest/main.ts. */
export function encodeSettings(settings: GuestSettings): string {
  return JSON.stringify(settings)
}

export function decodeSettings(text: string): GuestSettings {
  return JSON.parse(text)
}
