import { SenseKey } from '../scsi/sense.ts';
import { TRANSIENT_STATUSES } from '../transport/sam.ts';
import type { ResendPolicy } from '../transport/transport.ts';

/**
 * ASCQs of NOT READY, logical unit not ready (ASC 04h), that end by themselves: becoming ready, format, operation, long write
 * in progress (SPC-3 annex D).
 */
export const TRANSIENT_QUALIFIERS: readonly number[] = [0x01, 0x04, 0x07, 0x08];

/**
 * For drives that call themselves ready while they still work, or answer plain BUSY, and for a disc that has just been put
 * in: the command was not carried out, and is sent again.
 */
export const WHILE_WORKING: ResendPolicy = {
  senses: TRANSIENT_QUALIFIERS.map((ascq) => ({ key: SenseKey.NotReady, asc: 0x04, ascq })),
  statuses: TRANSIENT_STATUSES,
  waitsMs: [50, 100, 250, 500],
  limitMs: 30_000,
};

/** BUSY and TASK SET FULL pass by themselves: another program is talking to the drive. */
export const WHILE_BUSY: ResendPolicy = {
  senses: [],
  statuses: TRANSIENT_STATUSES,
  waitsMs: [20, 50, 100, 250],
  limitMs: 30_000,
};
