/** The first part of every arena: buffers through which messages are staged, never allocated from. */
export const STAGING_BUFFERS = 4
export const STAGING_BUFFER_BYTES = 256 * 1024
export const STAGING_BYTES = STAGING_BUFFERS * STAGING_BUFFER_BYTES
