/**
 * Runs public MPI test suites against what was built: `node scripts/conformance.mjs [options] CHECKOUT…`
 *
 * Each checkout is one of MPICH (its test/mpi), the OSU micro-benchmarks or the Intel MPI Benchmarks. Their programs are compiled by
 * `crossmem cc` and run by `crossmem run`. Nothing of theirs is copied anywhere but into the work folder.
 *
 *   --work FOLDER   where objects, programs and results are kept, so that the next run only does what changed
 *   --only WORD     only tests whose name holds the word; may be repeated
 *   --failed        only tests that did not pass the last time
 *   --report        writes docs/conformance.md from all results in the work folder
 */
import { existsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Builder } from './conformance/builder.mjs'
import { imbTests } from './conformance/imb.mjs'
import { mpichTests } from './conformance/mpich.mjs'
import { osuTests } from './conformance/osu.mjs'
import { report } from './conformance/report.mjs'
import { Results } from './conformance/results.mjs'
import { runTest } from './conformance/run.mjs'

const PAGE = fileURLToPath(new URL('../docs/conformance.md', import.meta.url))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    work: { type: 'string', default: join(tmpdir(), 'crossmem-conformance') },
    only: { type: 'string', multiple: true, default: [] },
    failed: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
})

/** What a checkout is. */
function testsOf(checkout, work) {
  if (existsSync(join(checkout, 'test/mpi/runtests'))) return mpichTests(checkout, work)
  if (existsSync(join(checkout, 'src_c/IMB_declare.h'))) return imbTests(checkout)
  if (existsSync(join(checkout, 'get_local_rank')) || existsSync(join(checkout, 'c/mpi')))
    return osuTests(checkout, work)
  throw new Error(`${checkout} is none of the suites that are known`)
}

async function runSuite({ suite, version, tests }, builder, results) {
  results.begin(suite, version, tests)
  for (const test of tests) {
    if (test.needs !== undefined) continue
    const { name } = test
    if (values.only.length > 0 && !values.only.some((word) => name.includes(word))) continue
    if (values.failed && results.passed(suite, name)) continue
    const failure = (await builder.build(test)) ?? (await runTest(test, builder.programOf(test), values.work))
    results.add(suite, name, failure)
    console.log(`${failure === null ? 'ok    ' : 'FAILED'} ${suite} ${name}${failure === null ? '' : `: ${failure}`}`)
  }
}

const builder = new Builder(values.work)
const results = new Results(join(values.work, 'results.json'))
for (const checkout of positionals) await runSuite(testsOf(resolve(checkout), values.work), builder, results)
if (values.report) writeFileSync(PAGE, report(results))
for (const line of results.summary()) console.log(line)
