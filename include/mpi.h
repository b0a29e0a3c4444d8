/*
 * mpi.h of crossmem: MPI 4.1 for C and C++ programs that are compiled to WebAssembly (crossmem cc), with the values of
 * the standard ABI of MPI 5.0. All parts belong together: include this one.
 */
#ifndef CROSSMEM_MPI_H
#define CROSSMEM_MPI_H

#include <stdint.h>

#define MPI_VERSION        4
#define MPI_SUBVERSION     1
#define MPI_ABI_VERSION    1
#define MPI_ABI_SUBVERSION 0

/*
 * Declares a function that the host brings, and its PMPI name for the same one. A program that defines the MPI name
 * itself gets into between (the profiling interface: MPI 4.1, 15.2).
 */
#define CROSSMEM_IMPORTED(name) __attribute__((import_module("mpi"), import_name(name)))
#define CROSSMEM_IMPORT(result, name, parameters) \
  result name parameters CROSSMEM_IMPORTED(#name); \
  result P##name parameters CROSSMEM_IMPORTED(#name)

#ifdef __cplusplus
extern "C" {
#endif

#include "crossmem/handles.h"
#include "crossmem/predefined-types.h"
#include "crossmem/constants.h"
#include "crossmem/errors.h"
#include "crossmem/types.h"

#include "crossmem/point-to-point.h"
#include "crossmem/datatypes.h"
#include "crossmem/collectives.h"
#include "crossmem/collectives-nonblocking.h"
#include "crossmem/collectives-persistent.h"
#include "crossmem/communicators.h"
#include "crossmem/topologies.h"
#include "crossmem/neighborhood.h"
#include "crossmem/environment.h"
#include "crossmem/processes.h"
#include "crossmem/one-sided.h"
#include "crossmem/files.h"
#include "crossmem/tools-types.h"
#include "crossmem/tools.h"
#include "crossmem/conversion.h"
#include "crossmem/deprecated.h"

#ifdef __cplusplus
}
#endif

#undef CROSSMEM_IMPORT
#undef CROSSMEM_IMPORTED

#endif
