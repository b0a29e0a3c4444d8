import { closeSync, readSync } from 'node:fs'
import { bufferAt } from '../../os/address.ts'
import { mapShared, unmap } from '../../os/mapping.ts'
import { createMemfd, reserve } from '../../os/memfd.ts'
import { type Finding, failed } from './finding.ts'

const BYTES = 65536

/** Whether memory can be shared: a memory file is made, reserved and mapped, and what is written there must come out of it. */
export function checkMemfd(): Finding {
  try {
    const fd = createMemfd('crossmem-doctor', BYTES)
    try {
      shareThrough(fd)
    } finally {
      closeSync(fd)
    }
    return memfdFinding(null)
  } catch (error) {
    return memfdFinding(error as Error & { code?: string; syscall?: string })
  }
}

function shareThrough(fd: number): void {
  reserve(fd, 0, BYTES)
  const address = mapShared(fd, 0, BYTES)
  try {
    const written = [0xc0, 0xff, 0xee, process.pid & 0xff]
    new Uint8Array(bufferAt(address, BYTES)).set(written, BYTES - written.length)
    const read = new Uint8Array(written.length)
    readSync(fd, read, { position: BYTES - written.length })
    if (written.some((byte, index) => byte !== read[index])) {
      throw new Error('what was written to the mapping did not come out of the memory file')
    }
  } finally {
    unmap(address, BYTES)
  }
}

/** @param failure what the attempt threw, or null */
export function memfdFinding(failure: (Error & { code?: string; syscall?: string }) | null): Finding {
  if (failure === null) {
    return {
      name: 'memfd',
      status: 'ok',
      found: 'A memory file was made, reserved, mapped, written and read back.',
      why: 'memfd_create, fallocate and mmap are permitted.',
      effect: 'Every rank keeps its heap in a memory file: messages from it are copied once, or borrowed.',
      change: [],
      facts: { error: null, syscall: null },
    }
  }
  const code = failure.code ?? null
  return {
    name: 'memfd',
    status: 'no',
    found: 'Memory cannot be shared by a memory file.',
    why: `${failed(failure.message)}${explain(code, failure.syscall)}`,
    effect: 'crossmem cannot work: ranks have no memory in common.',
    change: remedy(code, failure.syscall),
    facts: { error: code, syscall: failure.syscall ?? null },
  }
}

function explain(code: string | null, syscall: string | undefined): string {
  if (code === 'ENOSYS') return ' The kernel is older than 3.17, or a seccomp filter hides the call.'
  if (code === 'EACCES') return ' vm.memfd_noexec is 2: the kernel refuses memory files that could be executed.'
  if (code === 'EPERM') return ' A seccomp filter or a security module forbids it.'
  if (code === 'ENOSPC' || code === 'ENOMEM') return ` There is no memory left for ${syscall ?? 'it'}.`
  return ''
}

function remedy(code: string | null, syscall: string | undefined): Finding['change'] {
  if (code === 'EACCES') return [{ command: 'sysctl vm.memfd_noexec=1', note: 'as root, until the next boot' }]
  if (code === 'ENOSYS' || code === 'EPERM') {
    const call = syscall ?? 'the call'
    return [{ command: 'docker run --security-opt seccomp=profile.json …', note: `with a profile that allows ${call}` }]
  }
  return []
}
