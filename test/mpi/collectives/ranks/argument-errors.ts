/** Makes each mistake on all ranks; each is told before anything is sent, so that the next call is fine. */
import assert from 'node:assert/strict'
import { BAND, type Bytes, world as comm, IN_PLACE, MINLOC, type Op, SUM } from '../../../../src/mpi/index.ts'

const { rank, size } = comm
const loose = comm as unknown as Record<string, (...args: unknown[]) => unknown>
const own = new Float64Array(4)
const each = (length: number) => new Array<number>(size).fill(length)
const shared = new Float64Array(24)
/** Elements `begin` to `end` of the same memory. */
const at = (begin: number, end: number) => shared.subarray(begin, end)
const OVERLAP = ['ERR_OVERLAP', /send and recv share \d+ bytes/] as const
const notRoot = (rank + 1) % size
const detached = new Float64Array(8)
structuredClone(detached, { transfer: [detached.buffer] })

/** What is called, the code, what the message says. */
const MISTAKES: [call: () => unknown, type: new (...args: never[]) => Error, code: string, message: RegExp][] = [
  [() => comm.bcast(own, { root: size }), RangeError, 'ERR_ROOT', /root 3 is no rank .* 0 to 2/],
  [() => comm.reduce(own, { root: -1 }), RangeError, 'ERR_ROOT', /root -1/],
  [() => comm.gather(own, { root: 0.5 }), RangeError, 'ERR_ROOT', /root 0\.5/],
  [() => comm.gatherv(own, { root: Number.NaN }), RangeError, 'ERR_ROOT', /root NaN/],
  [() => comm.scatter(own, { root: size }), RangeError, 'ERR_ROOT', /root 3/],
  [() => comm.scatterv(own, { root: size, recv: own }), RangeError, 'ERR_ROOT', /root 3/],
  [() => loose.bcast(own, { root: '0' }), TypeError, 'ERR_ROOT', /not string 0/],

  [() => loose.reduce('text'), TypeError, 'ERR_TYPES', /not string text/],
  [() => loose.allreduce(new DataView(new ArrayBuffer(8))), TypeError, 'ERR_TYPES', /not DataView/],
  [() => loose.allreduce(new ArrayBuffer(8)), TypeError, 'ERR_TYPES', /not ArrayBuffer/],
  [() => loose.allreduce([1, 2]), TypeError, 'ERR_TYPES', /not Array/],
  [() => loose.allreduce(undefined), TypeError, 'ERR_TYPES', /not undefined/],
  [
    () => comm.allreduce(own, { recv: new Float32Array(4) }),
    TypeError,
    'ERR_TYPES',
    /Float64Array, recv is Float32Array/,
  ],
  [
    () => comm.allreduce(own, { recv: new Float64Array(5) }),
    RangeError,
    'ERR_LENGTH',
    /recv has 5 elements, .* send has 4/,
  ],
  [() => comm.allreduce(1, { recv: new Float64Array(1) }), TypeError, 'ERR_TYPES', /leave recv away/],
  [() => loose.allreduce(own, { recv: 1 }), TypeError, 'ERR_TYPES', /not number 1/],
  [() => comm.allreduce(2n ** 63n), RangeError, 'ERR_TYPES', /9223372036854775808 does not fit/],
  [() => comm.allreduce(own, { op: BAND }), TypeError, 'ERR_OP_TYPE', /BAND cannot combine Float64Array/],
  [() => comm.allreduce(1, { op: BAND }), TypeError, 'ERR_OP_TYPE', /BAND cannot combine a plain number/],
  [() => comm.allreduce(new Int8Array(3), { op: MINLOC }), RangeError, 'ERR_LENGTH', /groups of 2 .* and 3 elements/],
  [() => comm.allreduce(own, { op: 'sum' as unknown as Op }), TypeError, 'ERR_OP', /not string sum/],
  [() => comm.allreduce(detached), TypeError, 'ERR_DETACHED', /no memory any more/],
  [() => comm.bcast(detached), TypeError, 'ERR_DETACHED', /no memory any more/],

  [
    () => comm.gather(own, { recv: new Float64Array(11), root: rank }),
    RangeError,
    'ERR_LENGTH',
    /88 bytes, and needs 96/,
  ],
  [() => comm.gather(1 as unknown as Bytes, { recv: own, root: rank }), TypeError, 'ERR_NOT_BYTES', /not number 1/],
  [() => comm.gather(() => 1), TypeError, 'ERR_NOT_CLONEABLE', /cannot be sent/],
  [() => comm.allgather(own, { recv: new Float64Array(11) }), RangeError, 'ERR_LENGTH', /88 bytes, and needs 96/],
  [() => comm.allgather({ method() {} }), TypeError, 'ERR_NOT_CLONEABLE', /cannot be sent/],

  [() => comm.scatter(own, { root: rank }), RangeError, 'ERR_LENGTH', /4 elements, .* among 3 ranks/],
  [
    () => comm.scatter(new Int8Array(6), { recv: new Int8Array(3), root: rank }),
    RangeError,
    'ERR_LENGTH',
    /3 bytes, and needs 2/,
  ],
  [() => comm.scatter([1, 2], { root: rank }), RangeError, 'ERR_LENGTH', /2 values for 3 ranks/],
  [() => comm.scatter({ a: 1 }, { root: rank }), TypeError, 'ERR_TYPES', /not Object/],
  [() => comm.scatter([1, 2, Symbol('s')], { root: rank }), TypeError, 'ERR_NOT_CLONEABLE', /cannot be sent/],

  [() => comm.alltoall(own, { recv: own }), RangeError, 'ERR_LENGTH', /4 elements/],
  [() => comm.alltoall(new Int8Array(6), { recv: new Int8Array(9) }), RangeError, 'ERR_LENGTH', /9 bytes, and needs 6/],
  [() => loose.alltoall(new Int8Array(6)), TypeError, 'ERR_RECV', /give it as recv/],
  [() => comm.alltoall([1, 2]), RangeError, 'ERR_LENGTH', /2 values for 3 ranks/],
  [() => loose.alltoall([1, 2, 3], { recv: own }), TypeError, 'ERR_TYPES', /leave recv away/],
  [() => loose.alltoall(7), TypeError, 'ERR_TYPES', /not number 7/],
  [() => comm.alltoall([1, 2, () => 3]), TypeError, 'ERR_NOT_CLONEABLE', /cannot be sent/],

  [() => comm.gatherv(own, { root: rank }), TypeError, 'ERR_RECV', /gatherv needs a buffer/],
  [() => comm.gatherv(own, { recv: own, root: rank }), TypeError, 'ERR_COUNTS', /counts is an array .* not undefined/],
  [
    () => comm.gatherv(own, { recv: own, counts: [1, 2], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /2 numbers for 3 ranks/,
  ],
  [
    () => comm.gatherv(own, { recv: own, counts: [1, -1, 1], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /counts\[1\] is -1/,
  ],
  [
    () => comm.gatherv(own, { recv: own, counts: [0, 0, 0.5], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /counts\[2\] is 0\.5/,
  ],
  [
    () => comm.gatherv(own, { recv: own, counts: [1, 2, 2], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /elements 3 to 5 of a buffer of 4/,
  ],
  [
    () => comm.gatherv(own, { recv: own, counts: [1, 1, 1], displs: [0, 1, 4], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /counts\[2\] is 1: .* elements 4 to 5/,
  ],
  [
    () => comm.gatherv(own, { recv: own, counts: [1, 1, 1], displs: [0, 1, -2], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /displs\[2\] is -2/,
  ],
  [
    () => comm.gatherv(own, { recv: own, counts: [1, 1, 1], root: rank }),
    RangeError,
    'ERR_COUNTS',
    /counts\[\d\] stands for 8 bytes, .* sends itself 32/,
  ],
  [() => loose.gatherv({ not: 'bytes' }, { root: 0 }), TypeError, 'ERR_NOT_BYTES', /not Object/],

  [() => loose.scatterv(own, { counts: each(1), root: rank }), TypeError, 'ERR_RECV', /scatterv needs a buffer/],
  [
    () => comm.scatterv(undefined, { recv: own, counts: each(1), root: rank }),
    TypeError,
    'ERR_NOT_BYTES',
    /not undefined/,
  ],
  [() => comm.scatterv(own, { recv: own, counts: each(2), root: rank }), RangeError, 'ERR_COUNTS', /elements 4 to 6/],
  [
    () => comm.scatterv(own, { recv: own, counts: each(1), root: rank }),
    RangeError,
    'ERR_COUNTS',
    /stands for 8 bytes/,
  ],

  [() => loose.allgatherv(own, { counts: each(1) }), TypeError, 'ERR_RECV', /allgatherv needs a buffer/],
  [() => comm.allgatherv(own, { recv: own, counts: each(1) }), RangeError, 'ERR_COUNTS', /stands for 8 bytes/],

  [
    () => comm.alltoallv(own, { sendCounts: each(1), recv: own, recvCounts: each(2) }),
    RangeError,
    'ERR_COUNTS',
    /recvCounts\[2\] is 2/,
  ],
  [
    () => comm.alltoallv(own, { sendCounts: each(2), recv: own, recvCounts: each(1) }),
    RangeError,
    'ERR_COUNTS',
    /sendCounts\[2\] is 2/,
  ],
  [
    () => comm.alltoallv(own, { sendCounts: each(1), sendDispls: [1], recv: own, recvCounts: each(1) }),
    RangeError,
    'ERR_COUNTS',
    /sendDispls has 1 numbers/,
  ],
  [
    () => comm.alltoallv(own, { sendCounts: each(1), recv: own, recvCounts: each(0) }),
    RangeError,
    'ERR_COUNTS',
    /recvCounts\[\d\] stands for 0 bytes/,
  ],

  [() => comm.reduceScatter(own, { counts: [1, 1, 1] }), RangeError, 'ERR_COUNTS', /add up to 3 .* has 4/],
  [() => comm.reduceScatter(own, { counts: [1, 1] }), RangeError, 'ERR_COUNTS', /2 numbers for 3 ranks/],
  [() => loose.reduceScatter(own, {}), TypeError, 'ERR_COUNTS', /not undefined/],
  [() => loose.reduceScatter(1, { counts: [1, 0, 0] }), TypeError, 'ERR_TYPES', /not number 1/],
  [
    () => comm.reduceScatter(own, { counts: [2, 1, 1], recv: at(0, 3) }),
    RangeError,
    'ERR_LENGTH',
    /recv has 3 elements/,
  ],
  [() => comm.reduceScatterBlock(own), RangeError, 'ERR_LENGTH', /4 elements, .* among 3 ranks/],
  [() => comm.reduceScatterBlock(at(0, 3), { op: BAND }), TypeError, 'ERR_OP_TYPE', /BAND/],
  [() => comm.scan(own, { recv: at(0, 3) }), RangeError, 'ERR_LENGTH', /recv has 3 elements/],
  [() => loose.exscan('text'), TypeError, 'ERR_TYPES', /not string text/],
  [() => comm.alltoallw([own, own], { recvs: [own, own, own] }), RangeError, 'ERR_OVERLAP', /recvs let the parts of/],
  [() => comm.alltoallw([own], { recvs: [null, null, null] }), RangeError, 'ERR_LENGTH', /sends has 1 buffers for 3/],
  [() => loose.alltoallw([null, null, null], {}), TypeError, 'ERR_TYPES', /recvs is an array .* not undefined/],
  [
    () => comm.alltoallw([1 as unknown as Bytes, null, null], { recvs: [null, null, null] }),
    TypeError,
    'ERR_NOT_BYTES',
    /not number 1/,
  ],
  [
    () => comm.alltoallw([at(0, 1), at(1, 2), at(2, 3)], { recvs: [null, null, null] }),
    RangeError,
    'ERR_COUNTS',
    /recvs\[\d\] stands for 0 bytes/,
  ],

  [() => comm.allreduce(at(0, 4), { recv: at(3, 7) }), RangeError, ...OVERLAP],
  [() => comm.allreduce(own, { recv: own }), RangeError, ...OVERLAP],
  [() => comm.reduce(at(3, 7), { recv: at(0, 4), root: rank }), RangeError, ...OVERLAP],
  [() => comm.scan(at(0, 4), { recv: at(1, 5) }), RangeError, ...OVERLAP],
  [() => comm.exscan(at(0, 4), { recv: at(1, 5) }), RangeError, ...OVERLAP],
  [() => comm.reduceScatter(at(0, 6), { recv: at(5, 7), counts: each(2) }), RangeError, ...OVERLAP],
  [() => comm.reduceScatterBlock(at(0, 6), { recv: at(5, 7) }), RangeError, ...OVERLAP],
  [() => comm.gather(at(0, 4), { recv: at(0, 12), root: rank }), RangeError, ...OVERLAP],
  [
    () => comm.gatherv(at(3, 4), { recv: at(0, 12), counts: each(1), displs: [1, 2, 3], root: rank }),
    RangeError,
    ...OVERLAP,
  ],
  [() => comm.scatter(at(0, 12), { recv: at(11, 15), root: rank }), RangeError, ...OVERLAP],
  [() => comm.scatterv(at(0, 12), { recv: at(2, 3), counts: each(1), root: rank }), RangeError, ...OVERLAP],
  [() => comm.allgather(at(11, 15), { recv: at(0, 12) }), RangeError, ...OVERLAP],
  [() => comm.allgatherv(at(0, 1), { recv: at(0, 12), counts: each(1) }), RangeError, ...OVERLAP],
  [() => comm.alltoall(at(0, 12), { recv: at(12 - 1, 23) }), RangeError, ...OVERLAP],
  [
    () => comm.alltoallv(at(0, 3), { sendCounts: each(1), recv: at(2, 5), recvCounts: each(1) }),
    RangeError,
    ...OVERLAP,
  ],
  [
    () => comm.alltoallw([at(0, 1), at(0, 1), at(0, 1)], { recvs: [at(1, 2), at(2, 3), at(0, 1)] }),
    RangeError,
    ...OVERLAP,
  ],
  [
    () => comm.gatherv(own.subarray(0, 2), { recv: at(0, 12), counts: each(2), displs: [4, 0, 5], root: rank }),
    RangeError,
    'ERR_OVERLAP',
    /displs let the parts of ranks 0 and 2 overlap/,
  ],
  [
    () => comm.allgatherv(own.subarray(0, 2), { recv: at(0, 12), counts: each(2), displs: [4, 0, 3] }),
    RangeError,
    'ERR_OVERLAP',
    /displs let the parts of ranks 2 and 0 overlap/,
  ],
  [
    () => comm.alltoallv(own, { sendCounts: each(1), recv: at(0, 12), recvCounts: each(1), recvDispls: [1, 1, 1] }),
    RangeError,
    'ERR_OVERLAP',
    /recvDispls let the parts of ranks 0 and 1 overlap/,
  ],

  [
    () => loose.reduce(IN_PLACE, { recv: own, root: notRoot }),
    TypeError,
    'ERR_IN_PLACE',
    /reduce takes IN_PLACE as send/,
  ],
  [() => loose.gather(IN_PLACE, { recv: own, root: notRoot }), TypeError, 'ERR_IN_PLACE', /gather takes/],
  [() => loose.gatherv(IN_PLACE, { recv: own, root: notRoot }), TypeError, 'ERR_IN_PLACE', /gatherv takes/],
  [() => loose.scatter(own, { recv: IN_PLACE, root: notRoot }), TypeError, 'ERR_IN_PLACE', /IN_PLACE as recv/],
  [() => loose.scatterv(own, { recv: IN_PLACE, root: notRoot }), TypeError, 'ERR_IN_PLACE', /IN_PLACE as recv/],
  [() => loose.allreduce(IN_PLACE, { op: SUM }), TypeError, 'ERR_RECV', /allreduce in place needs a buffer/],
  [() => loose.reduceScatter(IN_PLACE, { counts: each(1) }), TypeError, 'ERR_RECV', /reduceScatter in place/],
  [() => loose.scan(IN_PLACE), TypeError, 'ERR_RECV', /scan in place/],
  [() => loose.gather(IN_PLACE, { root: rank }), TypeError, 'ERR_RECV', /gather in place/],
  [() => loose.allgather(IN_PLACE), TypeError, 'ERR_RECV', /allgather in place/],
  [() => loose.alltoall(IN_PLACE), TypeError, 'ERR_RECV', /alltoall in place/],
  [() => loose.allgather(IN_PLACE, { recv: own }), RangeError, 'ERR_LENGTH', /4 elements/],
  [() => loose.bcast(IN_PLACE, { root: rank }), TypeError, 'ERR_NOT_CLONEABLE', /cannot be sent/],

  [() => comm.iallreduce(own, { recv: own }), RangeError, ...OVERLAP],
  [() => comm.ireduce(own, { root: 3 }), RangeError, 'ERR_ROOT', /root 3/],
  [() => comm.iscan(own, { op: BAND }), TypeError, 'ERR_OP_TYPE', /BAND/],
]

MISTAKES.forEach(([call, type, code, message], index) => {
  assert.throws(call, (error) => {
    assert.ok(error instanceof type, `${call}: ${error}`)
    assert.equal((error as { code?: string }).code, code, `${call}: ${error}`)
    assert.match((error as Error).message, message)
    return true
  })
  assert.equal(comm.allreduce(index), index * size, `after ${call}`)
})

comm.dup().free()
const freed = comm.dup()
freed.free()
assert.throws(() => freed.barrier(), { code: 'ERR_COMM_FREED' })
if (rank === 0) console.log(`${MISTAKES.length} mistakes told`)
