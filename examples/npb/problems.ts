/** The problems of a benchmark by the names of their classes. */
export function byName<P extends { readonly name: string }>(problems: readonly P[]): ReadonlyMap<string, P> {
  return new Map(problems.map((problem) => [problem.name, problem]))
}
