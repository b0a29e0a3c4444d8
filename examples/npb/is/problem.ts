import { byName } from '../problems.ts'

/** How often the benchmark ranks the keys. Two keys are changed before each, at places that depend on this number. */
export const MAX_ITERATIONS = 10

/**
 * A key whose rank is published: in iteration `i` the key at `index` has rank `rank + drift * (i - since)`, where the
 * drift comes from the two keys that change in each iteration.
 */
export interface TestKey {
  readonly index: number
  readonly rank: number
  readonly drift: 1 | -1
  readonly since: number
}

/** One class of the Integer Sort benchmark: 2^`totalKeysLog2` keys in [0, 2^`maxKeyLog2`), in 2^`bucketsLog2` buckets. */
export interface Problem {
  readonly name: string
  readonly totalKeysLog2: number
  readonly maxKeyLog2: number
  readonly bucketsLog2: number
  readonly testKeys: readonly TestKey[]
}

/** The classes by name, with the sizes and ranks that the NAS Parallel Benchmarks publish. */
export const PROBLEMS: ReadonlyMap<string, Problem> = byName<Problem>([
  {
    name: 'S',
    totalKeysLog2: 16,
    maxKeyLog2: 11,
    bucketsLog2: 9,
    testKeys: [
      { index: 48427, rank: 0, drift: 1, since: 0 },
      { index: 17148, rank: 18, drift: 1, since: 0 },
      { index: 23627, rank: 346, drift: 1, since: 0 },
      { index: 62548, rank: 64917, drift: -1, since: 0 },
      { index: 4431, rank: 65463, drift: -1, since: 0 },
    ],
  },
  {
    name: 'W',
    totalKeysLog2: 20,
    maxKeyLog2: 16,
    bucketsLog2: 10,
    testKeys: [
      { index: 357773, rank: 1249, drift: 1, since: 2 },
      { index: 934767, rank: 11698, drift: 1, since: 2 },
      { index: 875723, rank: 1039987, drift: -1, since: 0 },
      { index: 898999, rank: 1043896, drift: -1, since: 0 },
      { index: 404505, rank: 1048018, drift: -1, since: 0 },
    ],
  },
  {
    name: 'A',
    totalKeysLog2: 23,
    maxKeyLog2: 19,
    bucketsLog2: 10,
    testKeys: [
      { index: 2112377, rank: 104, drift: 1, since: 1 },
      { index: 662041, rank: 17523, drift: 1, since: 1 },
      { index: 5336171, rank: 123928, drift: 1, since: 1 },
      { index: 3642833, rank: 8288932, drift: -1, since: 1 },
      { index: 4250760, rank: 8388264, drift: -1, since: 1 },
    ],
  },
  {
    name: 'B',
    totalKeysLog2: 25,
    maxKeyLog2: 21,
    bucketsLog2: 10,
    testKeys: [
      { index: 41869, rank: 33422937, drift: -1, since: 0 },
      { index: 812306, rank: 10244, drift: 1, since: 0 },
      { index: 5102857, rank: 59149, drift: 1, since: 0 },
      { index: 18232239, rank: 33135281, drift: -1, since: 0 },
      { index: 26860214, rank: 99, drift: 1, since: 0 },
    ],
  },
])
