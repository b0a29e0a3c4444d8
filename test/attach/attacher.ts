import { constants } from 'node:os'
import { AttachError, attach } from '../../src/index.ts'
import { DENIABLE, denySyscall } from './deny-syscall.ts'

/**
 * A process that attaches to the pid that it is given, and prints as JSON what came of it. A second argument names a system
 * call and the error that it is to fail with, as in process_vm_readv=EPERM.
 */
const [pid, denied] = process.argv.slice(2)
if (denied !== undefined) {
  const [name, code] = denied.split('=')
  denySyscall(DENIABLE[name as keyof typeof DENIABLE], constants.errno[code as 'EPERM' | 'ENOSYS'])
}

function outcome(): object {
  try {
    using target = attach(Number(pid))
    return { code: 'attached', message: `${target.mappings().length} mappings` }
  } catch (error) {
    if (!(error instanceof AttachError)) throw error
    const { code, message, errno, syscall } = error
    return { code, message, errno, syscall, pid: error.pid, transferred: error.transferred }
  }
}

console.log(JSON.stringify(outcome()))
