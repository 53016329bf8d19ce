/** Node's timers take no longer time: it would be over at once. */
export const LONGEST_TIMER_MS = 0x7fff_ffff;
