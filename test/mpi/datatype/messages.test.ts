import { test } from 'node:test'
import { seedOfRun } from '../../attach/random.ts'
import { runCases } from '../run-cases.ts'

for (const protocol of [null, 'eager', 'staged', 'attach']) {
  test(`data of datatypes travel between ranks${protocol === null ? '' : ` by ${protocol}`}`, async (t) => {
    const seed = seedOfRun()
    t.diagnostic(`SEED=${seed}`)
    const options = protocol === null ? [] : ['--protocol', protocol]
    await runCases(t, 2, 'datatypes', { args: [String(seed)], options })
  })
}
