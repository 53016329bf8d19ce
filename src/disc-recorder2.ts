import { type DriveOpener, DiscRecorder2 as Recorder } from './imapi2/index.ts';
import { openDrive } from './open-drive.ts';

/** IMAPI2's IDiscRecorder2 on any drive that {@link openDrive} opens. */
export class DiscRecorder2 extends Recorder {
  constructor(open: DriveOpener = openDrive) {
    super(open);
  }
}
