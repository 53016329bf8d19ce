import { type CloseFunction, closeTrackSession } from '../../../mmc/commands/close-track-session.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

export const closeBlockTrackSessionHandler = handle(closeTrackSession, 'medium', ({ drive, args }) => {
  const { family, path } = familyIn(drive);
  drive.recorder.flush();
  return drive.perform(family.close(path, args.closeFunction as CloseFunction, args.track), args.immediate);
});
