import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeInTree, type TreePlace } from '../../../src/mpi/collectives/tree.ts'

function forEachTree(visit: (places: TreePlace[], root: number) => void): void {
  for (let size = 1; size <= 33; size++) {
    for (let root = 0; root < size; root++) {
      visit(
        Array.from({ length: size }, (_, rank) => placeInTree(rank, size, root)),
        root,
      )
    }
  }
}

test('placeInTree() gives every rank but the root a parent that knows it as a child', () => {
  forEachTree((places, root) => {
    places.forEach(({ parent, begin, end }, rank) => {
      if (rank === root) assert.equal(parent, -1)
      else {
        const known = places[parent].children.filter((child) => child.rank === rank)
        assert.deepEqual(known, [{ rank, begin, end }])
      }
    })
  })
})

test('placeInTree() divides the ranks below a rank into runs of neighbours', () => {
  forEachTree((places, root) => {
    assert.deepEqual([places[root].begin, places[root].end], [0, places.length])
    places.forEach(({ begin, end, children }, rank) => {
      const runs = [{ begin: rank, end: rank + 1 }, ...children].sort((a, b) => a.begin - b.begin)
      assert.equal(runs[0].begin, begin)
      assert.equal(runs.at(-1)!.end, end)
      for (let i = 1; i < runs.length; i++) assert.equal(runs[i].begin, runs[i - 1].end)
    })
  })
})

test('placeInTree() lets each child join the run that was joined before it', () => {
  forEachTree((places) => {
    places.forEach(({ children }, rank) => {
      let begin = rank
      let end = rank + 1
      for (const child of children) {
        assert.ok(child.end === begin || child.begin === end, `rank ${rank}: ${JSON.stringify(children)}`)
        begin = Math.min(begin, child.begin)
        end = Math.max(end, child.end)
      }
    })
  })
})

test('placeInTree() gives children with lower ranks to the root alone', () => {
  forEachTree((places, root) => {
    places.forEach(({ children }, rank) => {
      if (rank !== root) assert.ok(children.every((child) => child.rank > rank))
    })
  })
})

test('placeInTree() needs no more rounds than the ranks can be halved', () => {
  forEachTree((places, root) => {
    // A rank has passed on what it knows one round after the last of its children has.
    const rounds = (rank: number): number =>
      places[rank].children.reduce((latest, child) => Math.max(latest, rounds(child.rank)) + 1, 0)
    assert.ok(rounds(root) <= Math.ceil(Math.log2(places.length)), `root ${root} of ${places.length}`)
  })
})
