import { allgatherChecks } from './checks/allgather.ts'
import { allgathervChecks } from './checks/allgatherv.ts'
import { allreduceChecks } from './checks/allreduce.ts'
import { alltoallChecks } from './checks/alltoall.ts'
import { alltoallvChecks } from './checks/alltoallv.ts'
import { alltoallwChecks } from './checks/alltoallw.ts'
import { barrierChecks } from './checks/barrier.ts'
import { bcastChecks } from './checks/bcast.ts'
import { exscanChecks } from './checks/exscan.ts'
import { gatherChecks } from './checks/gather.ts'
import { gathervChecks } from './checks/gatherv.ts'
import { inPlaceChecks } from './checks/in-place.ts'
import { reduceChecks, reduceHeapChecks } from './checks/reduce.ts'
import { reduceScatterChecks } from './checks/reduce-scatter.ts'
import { scanChecks } from './checks/scan.ts'
import { scatterChecks } from './checks/scatter.ts'
import { scattervChecks } from './checks/scatterv.ts'
import type { Checks } from './setting.ts'

/** What holds for communicators that are made for one call, too. */
export const FRESH_CHECKS: Checks = {
  ...barrierChecks,
  ...bcastChecks,
  ...reduceChecks,
  ...allreduceChecks,
  ...gatherChecks,
  ...gathervChecks,
  ...scatterChecks,
  ...scattervChecks,
  ...allgatherChecks,
  ...allgathervChecks,
  ...alltoallChecks,
  ...alltoallvChecks,
  ...alltoallwChecks,
  ...reduceScatterChecks,
  ...scanChecks,
  ...exscanChecks,
  ...inPlaceChecks,
}

export const ALL_CHECKS: Checks = { ...FRESH_CHECKS, ...reduceHeapChecks }
