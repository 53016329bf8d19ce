import { reserveTrack } from '../../../mmc/commands/reserve-track.ts';
import { invalidCdbField } from '../../check-condition.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

/** Given only a size: an address would split the open track, which no known program asks for. */
export const reserveBlockTrackHandler = handle(reserveTrack, 'medium', ({ drive, args }) => {
  if (args.byLba !== 0) throw invalidCdbField(reserveTrack, 'byLba');
  if (args.maximizeZones) throw invalidCdbField(reserveTrack, 'maximizeZones');
  const { family, path } = familyIn(drive);
  return drive.perform(family.reserve(path, { lengthBlocks: args.reservationBlocks }), false);
});
