import { trackInformation } from '../../drive/disc-state.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import type { IDiscRecorder2, IMultisessionRandomWrite } from '../interfaces/index.ts';
import { writeUnit } from './data-medium.ts';
import { totalSectors } from './data-space.ts';
import { Multisession } from './multisession.ts';

const FIRST_TRACK = 1;

/** How files are added to a disc that is overwritten, as IMAPI2's MsftMultisessionRandomWrite says. DiscFormat2Data makes it. */
export class MultisessionRandomWrite extends Multisession implements IMultisessionRandomWrite {
  constructor(recorder: IDiscRecorder2, shared: SharedDrive) {
    super(recorder, shared, true);
  }

  get writeUnitSize(): Promise<number> {
    return this.ask('writeUnitSize', writeUnit);
  }

  get lastWrittenAddress(): Promise<number> {
    return this.ask('lastWrittenAddress', async ({ disc }, member, drive) => {
      const track = disc.medium?.formatted === true ? await trackInformation(drive, FIRST_TRACK) : undefined;
      if (track?.lastRecordedLba !== undefined) return track.lastRecordedLba;
      const meaning = 'the drive does not say which sector of this disc was written last';
      throw new ImapiError(HResult.E_NOTIMPL, { member, meaning, remedy: 'Do without it.' });
    });
  }

  get totalSectorsOnMedia(): Promise<number> {
    return this.ask('totalSectorsOnMedia', (medium, member, drive) => totalSectors(drive, medium, member));
  }

  protected override takesMore(): boolean {
    return true;
  }
}
