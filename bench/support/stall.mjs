/** How long sources and threads stand still. */
export const STALL_MS = 3_000;
