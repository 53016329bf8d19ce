import { preventAllowMediumRemoval } from '../../scsi/commands/prevent-allow-medium-removal.ts';
import { handle } from './handler.ts';

export const preventAllowMediumRemovalHandler = handle(preventAllowMediumRemoval, 'drive', ({ drive, args }) => {
  drive.tray.locked = args.prevent;
});
