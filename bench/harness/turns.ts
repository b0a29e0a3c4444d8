/**
 * Lets everybody have a turn in each round, one after another, so that what the machine does meanwhile befalls all alike.
 *
 * @param turn what to do in a turn; who gives null takes part no longer
 * @returns for each taker what its turns gave, empty for who gave null once
 */
export async function takeTurns<Taker, Given>(
  takers: readonly Taker[],
  rounds: number,
  turn: (taker: Taker, round: number) => Promise<Given | null>,
): Promise<Map<Taker, Given[]>> {
  const given = new Map<Taker, Given[]>(takers.map((taker) => [taker, []]))
  const left = new Set<Taker>()
  for (let round = 0; round < rounds; round++) {
    for (const taker of takers) {
      if (left.has(taker)) continue
      const result = await turn(taker, round)
      if (result !== null) given.get(taker)!.push(result)
      else {
        left.add(taker)
        given.set(taker, [])
      }
    }
  }
  return given
}
