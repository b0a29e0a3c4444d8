import { FORCIBLE } from '../../transport/protocol.ts'
import { MAX_RANKS } from '../../transport/segment.ts'

export const HELP = `Usage: crossmem run -n N [options] program [args…]

Starts a program as N ranks that talk through crossmem, and ends with the exit code of the rank that fails first, or 0.
Programs are JavaScript, TypeScript, or C compiled to WebAssembly. Options end at the program; what follows is its own.

  -n, --ranks N        how many ranks: 1 to ${MAX_RANKS}
  --heap SIZE          what each rank can allocate, such as 512M or 4G; used memory counts, not this (1G)
  --max-memory SIZE    how far a C program's memory can grow: up to 4G (1G)
  --dir PATH[::NAME]   a directory whose files a C program may use, under this name; may be repeated
  --bind               binds each rank to a processor
  --prefix             writes output by whole lines, each behind its rank: [2] text
  --timeout SECONDS    ends the job when it takes longer, with exit code 124
  --stats              tells at the end how many messages and bytes travelled by which protocol
  --protocol NAME      forces one protocol, to measure or test it: ${FORCIBLE.join(', ')}
  --import MODULE      a module that every rank loads before the program, such as tsx; may be repeated
  --node-option OPT    an option for every rank's node, such as --node-option=--expose-gc; may be repeated
  -h, --help           this text
`
