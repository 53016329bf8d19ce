import { requestSense } from '../../scsi/commands/request-sense.ts';
import { decodeSense, SenseKey } from '../../scsi/sense.ts';
import { invalidCdbField } from '../check-condition.ts';
import { handle } from './handler.ts';

const NO_SENSE = { key: SenseKey.NoSense, asc: 0, ascq: 0 } as const;

/** Returns and clears the oldest unit attention, or else returns the drive's progress (SPC-3 6.27). */
export const requestSenseHandler = handle(requestSense, 'always', ({ drive, initiator, args }) => {
  if (args.descriptorFormat) throw invalidCdbField(requestSense, 'descriptorFormat');
  const pending = initiator.unitAttentions.shift() ?? drive.operation?.busy;
  return pending === undefined ? NO_SENSE : decodeSense(pending.sense);
});
