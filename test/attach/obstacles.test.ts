import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ObstacleFacts, obstacleFacts, obstacles } from '../../src/attach/obstacles.ts'

const nothing: ObstacleFacts = {
  refusedOnItself: false,
  privileged: false,
  otherNamespace: false,
  mine: { user: 1000, group: 1000 },
  theirs: { users: [1000, 1000, 1000], groups: [1000, 1000, 1000] },
  dumpable: true,
  moreCapable: false,
  yama: 0,
  descendant: false,
}
const otherUser = { theirs: { users: [1000, 0, 0], groups: [1000, 1000, 1000] } }

test('obstacles() finds none where ptrace(2) finds none', () => {
  assert.deepEqual(obstacles(nothing), [])
  assert.deepEqual(obstacles({ ...nothing, yama: 1, descendant: true }), [])
  const privileged = { ...nothing, ...otherUser, privileged: true, dumpable: false, moreCapable: true }
  assert.deepEqual(obstacles({ ...privileged, yama: 1 }), [])
  assert.deepEqual(obstacles({ ...privileged, yama: 2 }), [])
})

const cases: [string, Partial<ObstacleFacts>, RegExp[]][] = [
  ['a seccomp filter, and nothing else', { refusedOnItself: true, yama: 3, dumpable: false }, [/seccomp=unconfined/]],
  ['another effective user', otherUser, [/runs as user 0, and this process as user 1000/]],
  ['another group', { theirs: { users: [1000, 1000, 1000], groups: [1000, 1000, 5] } }, [/runs as group 5, .* 1000/]],
  ['a process that is not dumpable', { dumpable: false }, [/not dumpable/]],
  ['capabilities', { moreCapable: true }, [/has capabilities that this process has not/]],
  ['Yama for descendants only', { yama: 1 }, [/ptrace_scope is 1, .*permitAttach/]],
  ['Yama for the privileged only', { yama: 2, descendant: true }, [/ptrace_scope is 2, only CAP_SYS_PTRACE/]],
  [
    'Yama for nobody',
    { yama: 3, privileged: true, descendant: true },
    [/ptrace_scope is 3, nobody may attach.*restart/],
  ],
  ['a user namespace, whatever the users', { otherNamespace: true, ...otherUser }, [/another user namespace/]],
  [
    'a user namespace, whatever is privileged here',
    { otherNamespace: true, privileged: true },
    [/another user namespace/],
  ],
  ['all that must go', { ...otherUser, yama: 2 }, [/runs as user 0/, /ptrace_scope is 2/]],
  ['Yama across namespaces', { otherNamespace: true, privileged: true, yama: 2 }, [/namespace/, /ptrace_scope is 2/]],
]

for (const [what, facts, expected] of cases) {
  test(`obstacles() names ${what}`, () => {
    const found = obstacles({ ...nothing, ...facts })
    assert.equal(found.length, expected.length, found.join('\n'))
    for (const [index, pattern] of expected.entries()) assert.match(found[index], pattern)
  })
}

test('obstacleFacts() of this process itself finds no obstacle', () => {
  const facts = obstacleFacts(process.pid)
  assert.equal(facts.refusedOnItself, false)
  assert.equal(facts.otherNamespace, false)
  assert.equal(facts.mine.user, process.getuid!())
  assert.equal(facts.mine.group, process.getgid!())
  assert.deepEqual(facts.theirs.users, [process.getuid!(), process.geteuid!(), process.geteuid!()])
  assert.equal(facts.dumpable, true)
  assert.equal(facts.moreCapable, false)
  assert.equal(facts.descendant, true)
})
