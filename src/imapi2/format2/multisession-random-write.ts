import { trackInformation } from '../../drive/disc-state.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IDiscRecorder2, IMultisessionRandomWrite } from '../interfaces/index.ts';
import { askMedium, requireKind } from './asked-medium.ts';
import { DATA_MEDIA, type DataMedium, isOverwritten, writeUnit } from './data-medium.ts';
import { totalSectors } from './data-space.ts';

const FIRST_TRACK = 1;

/** How files are added to a disc that is overwritten, as IMAPI2's MsftMultisessionRandomWrite says. DiscFormat2Data makes it. */
export class MultisessionRandomWrite implements IMultisessionRandomWrite {
  readonly importRecorder: IDiscRecorder2;
  readonly #shared: SharedDrive;
  #inUse = true;

  constructor(recorder: IDiscRecorder2, shared: SharedDrive) {
    this.importRecorder = recorder;
    this.#shared = shared;
  }

  get inUse(): boolean {
    return this.#inUse;
  }

  set inUse(value: boolean) {
    this.#inUse = variantBool(value, 'inUse');
  }

  get isSupportedOnCurrentMediaState(): Promise<boolean> {
    return askMedium(
      this.#shared,
      'isSupportedOnCurrentMediaState',
      (medium) => DATA_MEDIA.includes(medium.type) && isOverwritten(medium),
    );
  }

  get writeUnitSize(): Promise<number> {
    return this.#ask('writeUnitSize', writeUnit);
  }

  get lastWrittenAddress(): Promise<number> {
    return this.#ask('lastWrittenAddress', async ({ disc }, member, drive) => {
      const track = disc.medium?.formatted === true ? await trackInformation(drive, FIRST_TRACK) : undefined;
      if (track?.lastRecordedLba !== undefined) return track.lastRecordedLba;
      const meaning = 'the drive does not say which sector of this disc was written last';
      throw new ImapiError(HResult.E_NOTIMPL, { member, meaning, remedy: 'Do without it.' });
    });
  }

  get totalSectorsOnMedia(): Promise<number> {
    return this.#ask('totalSectorsOnMedia', (medium, member, drive) => totalSectors(drive, medium, member));
  }

  #ask<T>(
    member: string,
    answer: (medium: DataMedium, member: string, drive: SharedDrive['drive']) => T | Promise<T>,
  ): Promise<T> {
    return askMedium(this.#shared, member, (medium, name, drive) => {
      requireKind(medium, true, name);
      return answer(medium, name, drive);
    });
  }
}
