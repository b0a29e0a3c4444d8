import {
  addErrorClass,
  addErrorCode,
  addErrorString,
  errorClassOf,
  errorString,
  removeErrorClass,
  removeErrorCode,
  removeErrorString,
} from '../../mpi/error-codes.ts'
import { MPI_MAX_ERROR_STRING } from '../abi/constants.ts'
import { MPI_SUCCESS } from '../abi/error-classes.ts'
import type { Imports } from '../call.ts'
import type { Guest } from '../guest.ts'

/** Error codes and classes (MPI 4.1, 9.4 and 9.5). */
export function errorCodes(guest: Guest): Imports {
  const { memory } = guest

  function change(call: (code: number) => void) {
    return (code: number) => {
      call(code)
      return MPI_SUCCESS
    }
  }

  return {
    MPI_Error_class(code: number, errorClass: number) {
      memory.putInt(errorClass, errorClassOf(code))
      return MPI_SUCCESS
    },
    MPI_Error_string(code: number, text: number, length: number) {
      memory.putInt(length, memory.putString(text, errorString(code), MPI_MAX_ERROR_STRING))
      return MPI_SUCCESS
    },
    MPI_Add_error_class(errorClass: number) {
      memory.putInt(errorClass, addErrorClass())
      return MPI_SUCCESS
    },
    MPI_Add_error_code(errorClass: number, code: number) {
      memory.putInt(code, addErrorCode(errorClass))
      return MPI_SUCCESS
    },
    MPI_Add_error_string(code: number, text: number) {
      addErrorString(code, memory.string(text))
      return MPI_SUCCESS
    },
    MPI_Remove_error_class: change(removeErrorClass),
    MPI_Remove_error_code: change(removeErrorCode),
    MPI_Remove_error_string: change(removeErrorString),
  }
}
