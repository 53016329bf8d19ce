import { reserveTrack, reserveTrackUpTo } from '../../../mmc/commands/reserve-track.ts';
import { invalidCdbField } from '../../check-condition.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

/** Given a size, or the address at which the track after it is to begin. */
export const reserveBlockTrackHandler = handle(reserveTrack, 'medium', ({ drive, args, cdb }) => {
  if (args.maximizeZones) throw invalidCdbField(reserveTrack, 'maximizeZones');
  const { family, path } = familyIn(drive);
  const reservation =
    args.byLba === 0
      ? { lengthBlocks: args.reservationBlocks }
      : { nextLba: reserveTrackUpTo.spec.cdb.decode(cdb).lba };
  return drive.perform(family.reserve(path, reservation), false);
});
