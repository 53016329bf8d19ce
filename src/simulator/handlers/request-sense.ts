import { requestSense } from '../../scsi/commands/request-sense.ts';
import { decodeSense, SenseKey } from '../../scsi/sense.ts';
import { invalidCdbField } from '../check-condition.ts';
import type { DriveCore } from '../core.ts';
import { BlockDisc } from '../media/block-disc/block-disc.ts';
import { familyOf } from '../media-families/index.ts';
import { handle } from './handler.ts';

const NO_SENSE = { key: SenseKey.NoSense, asc: 0, ascq: 0 } as const;

/** 0/04/04 format in progress: the disc can be used, and is formatted in the background (MMC-6 6.5.3). */
const FORMATTING = { key: SenseKey.NoSense, asc: 0x04, ascq: 0x04 } as const;

function backgroundFormat({ loadedDisc, recorder }: DriveCore) {
  if (!(loadedDisc instanceof BlockDisc)) return NO_SENSE;
  const { progress } = familyOf(loadedDisc).information(recorder.pathTo(loadedDisc));
  return progress === undefined ? NO_SENSE : { ...FORMATTING, progress };
}

/** Returns and clears the oldest unit attention, or else returns the drive's progress (SPC-3 6.27). */
export const requestSenseHandler = handle(requestSense, 'always', ({ drive, initiator, args }) => {
  if (args.descriptorFormat) throw invalidCdbField(requestSense, 'descriptorFormat');
  const pending = initiator.unitAttentions.shift() ?? drive.operation?.busy;
  return pending === undefined ? backgroundFormat(drive) : decodeSense(pending.sense);
});
