/** Why a test fails, as far as somebody has looked into it; by what its name begins with. */
const CAUSES = {}

/** The cause that is known, or else what the program said. */
export function causeOf(name, failure) {
  const known = Object.keys(CAUSES).find((beginning) => name.startsWith(beginning))
  return known === undefined ? failure.replaceAll('|', '\\|').replaceAll('<', '&lt;') : CAUSES[known]
}
