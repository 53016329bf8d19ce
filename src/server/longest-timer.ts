/** Node's timers cannot be longer: a longer one fires immediately. */
export const LONGEST_TIMER_MS = 0x7fff_ffff;
