/** What a message between the ranks of a benchmark is. */
export const CONTROL = 1
export const READY = 2
export const DATA = 3
export const ACK = 4
