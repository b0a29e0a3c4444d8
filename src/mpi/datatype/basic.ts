/** What kind of value a basic type holds. Characters and bytes are no numbers to MPI's reductions. */
export type Kind = 'signed' | 'unsigned' | 'float' | 'complex' | 'logical' | 'character' | 'byte' | 'packed'

/** A type of which all others are made (MPI 4.1, 3.2.2). */
export interface Basic {
  /** MPI's name without its prefix. */
  readonly name: string
  readonly kind: Kind
  /** In bytes, in memory and in external32. */
  readonly size: number
  readonly externalSize: number
  /** At which multiples of bytes a struct's compiler places it. */
  readonly alignment: number
}

export function basic(name: string, kind: Kind, size: number, externalSize = size): Basic {
  const alignment = kind === 'complex' ? size / 2 : size
  return { name, kind, size, externalSize, alignment }
}
