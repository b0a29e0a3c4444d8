import { MPI_UNDEFINED } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import { STATUS_ERROR, STATUS_SOURCE, STATUS_TAG } from '../abi/status.ts'
import { type Imports, withLargeCounts } from '../call.ts'
import { checkCount, type Guest } from '../guest.ts'
import { putStatusBytes, putStatusCancelled, statusBytes, statusCancelled } from '../status.ts'

const MOST = 2 ** 31 - 1

/** What statuses tell (MPI 4.1, 3.2.5 and 13.3). */
export function statuses(guest: Guest): Imports {
  const { memory } = guest

  /** The elements of a datatype that a status tells of, as far as they can be told. */
  function putElements(count: number, elements: number): number {
    const told = Number.isInteger(elements) && (guest.large || elements <= MOST)
    guest.putCount(count, told ? elements : MPI_UNDEFINED)
    return MPI_SUCCESS
  }

  /** Whole ones; what is of no size is none. */
  function wholeElements(status: number, datatype: number): number {
    const { size } = guest.datatypes.get(datatype)
    return size === 0 ? 0 : statusBytes(memory, status) / size
  }

  function getElements(status: number, datatype: number, count: number): number {
    const elements = guest.datatypes.get(datatype).elementsIn(statusBytes(memory, status))
    return putElements(count, elements < 0 ? Number.NaN : elements)
  }

  function setElements(status: number, datatype: number, count: number): number {
    putStatusBytes(memory, status, guest.datatypes.get(datatype).bytesOf(checkCount(count)))
    return MPI_SUCCESS
  }

  function getter(offset: number) {
    return (status: number, value: number) => {
      memory.putInt(value, memory.getInt(status + offset))
      return MPI_SUCCESS
    }
  }

  function setter(offset: number) {
    return (status: number, value: number) => {
      memory.putInt(status + offset, value)
      return MPI_SUCCESS
    }
  }

  return {
    MPI_Get_count(status: number, datatype: number, count: number) {
      return putElements(count, wholeElements(status, datatype))
    },
    MPI_Get_elements: getElements,
    MPI_Get_elements_x: withLargeCounts(guest, getElements),
    MPI_Status_set_elements: setElements,
    MPI_Status_set_elements_x: (status: number, datatype: number, count: bigint) =>
      setElements(status, datatype, Number(count)),
    MPI_Status_set_cancelled(status: number, flag: number) {
      putStatusCancelled(memory, status, flag !== 0)
      return MPI_SUCCESS
    },
    MPI_Test_cancelled(status: number, flag: number) {
      memory.putInt(flag, statusCancelled(memory, status) ? 1 : 0)
      return MPI_SUCCESS
    },
    MPI_Status_get_source: getter(STATUS_SOURCE),
    MPI_Status_get_tag: getter(STATUS_TAG),
    MPI_Status_get_error: getter(STATUS_ERROR),
    MPI_Status_set_source: setter(STATUS_SOURCE),
    MPI_Status_set_tag: setter(STATUS_TAG),
    MPI_Status_set_error: setter(STATUS_ERROR),
  }
}
