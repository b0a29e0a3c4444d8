import { test } from 'node:test'
import { runCases } from './run-cases.ts'

test('messages between ranks mean what MPI says', async (t) => {
  await runCases(t, 2, 'messages')
})

test('messages between ranks mean the same where ranks outnumber processors', async (t) => {
  await runCases(t, 4, 'messages')
})

test('loans show the memory of others', async (t) => {
  await runCases(t, 2, 'loans')
})

test('values between ranks arrive as they were', async (t) => {
  await runCases(t, 3, 'values')
})

test('communicators keep their messages apart', async (t) => {
  await runCases(t, 4, 'communicators')
})

for (const protocol of ['attach', 'push', 'staged']) {
  test(`values between ranks arrive as they were when all goes by ${protocol}`, async (t) => {
    await runCases(t, 3, 'values', { options: ['--protocol', protocol] })
  })
}
