import { constants, openSync } from 'node:fs'
import { define, errno } from './libc.ts'

type Pread = (fd: number, to: number, length: number, offset: number) => number
const pread = define<Pread>('pread', 'int64_t', ['int', 'int64_t', 'int64_t', 'int64_t'])

/**
 * Opens another process's memory as a file: /proc/PID/mem, proc_pid_mem(5). The descriptor stays that very address
 * space's: once the process has ended or started another program, every read gives 0 bytes, whoever has the pid then.
 * @throws the error of node:fs: ENOENT, EACCES, EPERM, EMFILE
 */
export function openMemory(pid: number, access: 'read' | 'readwrite'): number {
  return openSync(`/proc/${pid}/mem`, access === 'read' ? constants.O_RDONLY : constants.O_RDWR)
}

/**
 * Reads at an address of the file's process into this one. Page protections are not looked at.
 * @returns the bytes read, 0 when the address space is gone; or minus the errno: EIO where nothing is mapped
 */
export function readMemory(fd: number, to: number, length: number, address: number): number {
  const got = pread(fd, to, length, address)
  return got < 0 ? -errno() : got
}
