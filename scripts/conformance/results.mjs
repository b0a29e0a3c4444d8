import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** What passed and what failed, kept in a file from one run to the next. */
export class Results {
  #path
  #suites

  constructor(path) {
    this.#path = path
    this.#suites = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  }

  /** The suites by name: version, date, the tests by name with directory, what they need that is not there, and failure. */
  get suites() {
    return this.#suites
  }

  begin(suite, version, tests) {
    const before = this.#suites[suite]?.tests ?? {}
    const kept = tests.map(({ name, directory, needs }) => [name, { ...before[name], directory, needs }])
    this.#suites[suite] = { version, date: new Date().toISOString().slice(0, 10), tests: Object.fromEntries(kept) }
  }

  passed(suite, name) {
    return this.#suites[suite].tests[name].failure === null
  }

  add(suite, name, failure) {
    this.#suites[suite].tests[name].failure = failure
    writeFileSync(this.#path, JSON.stringify(this.#suites, null, 1))
  }

  summary() {
    return Object.entries(this.#suites).map(([suite, { tests }]) => {
      const run = Object.values(tests).filter(({ needs, failure }) => needs === undefined && failure !== undefined)
      const passed = run.filter(({ failure }) => failure === null)
      return `${suite}: ${passed.length} of ${run.length} pass`
    })
  }
}
