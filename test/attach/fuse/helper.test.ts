import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fusermount } from '../../../src/attach/fuse/helper.ts'

const INDEX = new URL('../../../src/index.js', import.meta.url)
/** A place of its own in which an ordinary user may open /dev/fuse, which not every machine permits; then that user. */
const AS_ORDINARY_USER = `
  mount -t tmpfs none "$0" && mknod "$0/fuse" c 10 229 && chmod 666 "$0/fuse" && mount --bind "$0/fuse" /dev/fuse &&
  mkdir -m 777 "$0/free" && cd "$0/free" && exec setpriv --reuid 65534 --regid 65534 --clear-groups "$@"`

function through(folder: string, ...command: readonly string[]): string[] {
  return ['-m', 'sh', '-c', AS_ORDINARY_USER, folder, ...command]
}

function refusal(): string | false {
  if (fusermount() === null) return 'needs fusermount3'
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
  const { error, stderr, status } = spawnSync('unshare', through(folder, 'sh', '-c', ': <> /dev/fuse'), {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  return status === 0 ? false : `needs root, and /dev/fuse: ${error?.message ?? stderr.trim()}`
}

const skip = refusal()

test('an ordinary user mounts windows through fusermount3, with and without a path', { skip }, () => {
  const program = `
    import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
    import { addressOf, vmfd } from '${INDEX}'
    const mounts = () => readFileSync('/proc/self/mounts', 'utf8').split('\\n').filter((line) => line.startsWith('crossmem')).length
    const bytes = Buffer.from('hello')
    const read = (window) => { const view = Buffer.alloc(9); return view.toString('utf8', 0, window.pread(view)) }
    const secret = vmfd(process.pid, addressOf(bytes), 5, { backing: 'fuse' })
    console.log(process.getuid(), read(secret), mounts())
    secret.close()
    const named = vmfd(process.pid, addressOf(bytes), 5, { mount: 'window', access: 'readwrite' })
    console.log(readFileSync('window', 'utf8'), read(named), mounts())
    named.pwrite(Buffer.from('J'))
    named.close()
    console.log(bytes.toString(), mounts(), readdirSync('.').length)
    writeFileSync('mine', 'mine')
    try { vmfd(process.pid, addressOf(bytes), 5, { mount: 'mine' }) } catch ({ code }) { console.log(code) }
    console.log(readFileSync('mine', 'utf8'))`
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
  try {
    const command = [process.execPath, '--input-type=module', '--eval', program]
    const { stdout, stderr } = spawnSync('unshare', through(folder, ...command), { encoding: 'utf8' })
    assert.equal(stderr, '')
    assert.equal(stdout, '65534 hello 0\nhello hello 1\nJello 0 0\nERR_FUSE\nmine\n')
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('crossmem-vmfd-')),
      [],
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test("an ordinary user's mount goes away when its server is killed", { skip }, async () => {
  const program = `
    import { addressOf, vmfd } from '${INDEX}'
    const bytes = Buffer.from('hello')
    const named = vmfd(process.pid, addressOf(bytes), 5, { mount: process.argv[1] })
    console.log('ready')
    setInterval(() => undefined, 1000)`
  const folder = mkdtempSync(join(tmpdir(), 'crossmem-test-'))
  chmodSync(folder, 0o755)
  try {
    // The shell stays, and looks on from the same place when the server was killed.
    const watch = `"$@" & read -r line; kill -9 $!; wait; tries=0
      while [ $tries -lt 1000 ] && { [ -e window ] || grep -q "$PWD" /proc/self/mounts; }; do sleep 0.01; tries=$((tries + 1)); done
      [ -e window ] || echo gone`
    const server = [process.execPath, '--input-type=module', '--eval', program, 'window']
    const shell = spawn('unshare', through(folder, 'sh', '-c', watch, 'sh', ...server), {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const ended = once(shell, 'exit')
    const lines = createInterface(shell.stdout)[Symbol.asyncIterator]()
    assert.equal((await lines.next()).value, 'ready')
    shell.stdin.end('\n')
    assert.equal((await lines.next()).value, 'gone')
    await ended
  } finally {
    rmSync(folder, { recursive: true })
  }
})
