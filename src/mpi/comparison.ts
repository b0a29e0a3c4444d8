/** Of two groups: the same ranks in the same order. Of two communicators: they are one. */
export const IDENT = 'ident'
/** Of two communicators: the same ranks in the same order, with messages of their own. */
export const CONGRUENT = 'congruent'
/** The same ranks in another order. */
export const SIMILAR = 'similar'
/** Not the same ranks. */
export const UNEQUAL = 'unequal'

/** How two groups or two communicators compare. */
export type Comparison = typeof IDENT | typeof CONGRUENT | typeof SIMILAR | typeof UNEQUAL
