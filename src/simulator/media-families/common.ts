import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { closeTrackSession } from '../../mmc/commands/close-track-session.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { CheckCondition, illegalRequest, invalidCdbField } from '../check-condition.ts';
import type { BlocksToWrite, TimedEffect } from '../core.ts';
import type { BlockPath } from './family.ts';

/** Nothing needs doing. */
export const NOTHING_TO_DO: TimedEffect = { durationMs: 0, effect: async () => {} };

/** 5/30/05 cannot write medium, incompatible format: the disc cannot do this at all. */
export const cannotWrite = () => illegalRequest(0x30, 0x05);
/** 3/31/00 medium format corrupted: a format was interrupted, and must be repeated. */
export const corrupted = () => new CheckCondition(SenseKey.MediumError, 0x31, 0x00);
/** 5/30/10 medium not formatted, as Pioneer's BD drives answer. */
export const notFormatted = () => illegalRequest(0x30, 0x10);
/** 5/21/00 logical block address out of range. */
export const outOfRange = () => illegalRequest(0x21, 0x00);
/** 5/21/02 invalid address for write. */
export const invalidAddress = () => illegalRequest(0x21, 0x02);
/** 5/2C/00 command sequence error. */
export const sequenceError = () => illegalRequest(0x2c, 0x00);

export const refuseReservation = (): never => {
  throw cannotWrite();
};

export const refuseBlanking = (): never => {
  throw cannotWrite();
};

export const refuseFormat = (): never => {
  throw cannotWrite();
};

export const refuseCloseFunction = (): never => {
  throw invalidCdbField(closeTrackSession, 'closeFunction');
};

/** Empties the buffer, and then what it held is safe. */
export const emptyBuffer = ({ buffer, disc }: BlockPath): TimedEffect => ({
  durationMs: buffer.msUntilEmpty,
  effect: async () => disc.settle(),
});

/** Puts blocks into the buffer and onto the disc. */
export async function takeBlocks(path: BlockPath, blocks: BlocksToWrite): Promise<void> {
  path.take(blocks);
  await path.disc.write(blocks.lba, blocks.bytes);
}

export const roundUp = (blocks: number, unit: number): number => Math.ceil(blocks / unit) * unit;

export const bytesOf = (blocks: number): number => blocks * USER_DATA_BYTES;
