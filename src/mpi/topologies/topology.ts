import type { CartesianTopology } from './cartesian.ts'
import type { DistGraphTopology } from './dist-graph.ts'
import type { GraphTopology } from './graph.ts'

/** Who is whose neighbour in a communicator (MPI 4.1, chapter 8); its `kind` tells which one it is (MPI_Topo_test). */
export type Topology = CartesianTopology | GraphTopology | DistGraphTopology
