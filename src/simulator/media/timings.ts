/** Seeking to the PMA and writing an entry ten times over; an estimate. */
export const PMA_UPDATE_MS = 500;
