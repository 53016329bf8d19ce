import type { DiscState } from '../../drive/disc-state.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IDiscRecorder2, IMultisessionSequential2 } from '../interfaces/index.ts';
import { DATA_MEDIA, type DataMedium, dataMedium } from './data-medium.ts';
import { freeSectors, nextAddress, previousEnd, previousStart } from './data-space.ts';

/** A CD is written in single sectors. */
const WRITE_UNIT = 1;

/** How sessions are added to a CD, as IMAPI2's MsftMultisessionSequential says. DiscFormat2Data makes it. */
export class MultisessionSequential implements IMultisessionSequential2 {
  readonly importRecorder: IDiscRecorder2;
  readonly #shared: SharedDrive;
  readonly #postgapInImage: () => boolean;
  #inUse = true;

  /** @param postgapInImage whether the writer adds a post-gap to the image */
  constructor(recorder: IDiscRecorder2, shared: SharedDrive, postgapInImage: () => boolean) {
    this.importRecorder = recorder;
    this.#shared = shared;
    this.#postgapInImage = postgapInImage;
  }

  get inUse(): boolean {
    return this.#inUse;
  }

  set inUse(value: boolean) {
    this.#inUse = variantBool(value, 'inUse');
  }

  get isSupportedOnCurrentMediaState(): Promise<boolean> {
    return this.#ask('isSupportedOnCurrentMediaState', ({ type, place }) => {
      return DATA_MEDIA.includes(type) && place.nextWritableLba !== null;
    });
  }

  get isFirstDataSession(): Promise<boolean> {
    return this.#ask('isFirstDataSession', ({ disc }) => !hasData(disc));
  }

  get startAddressOfPreviousSession(): Promise<number> {
    return this.#ask('startAddressOfPreviousSession', previousStart);
  }

  get lastWrittenAddressOfPreviousSession(): Promise<number> {
    return this.#ask('lastWrittenAddressOfPreviousSession', previousEnd);
  }

  get nextWritableAddress(): Promise<number> {
    return this.#ask('nextWritableAddress', nextAddress);
  }

  get freeSectorsOnMedia(): Promise<number> {
    return this.#ask('freeSectorsOnMedia', (medium, member) => freeSectors(medium, this.#postgapInImage(), member));
  }

  get writeUnitSize(): Promise<number> {
    return this.#ask('writeUnitSize', (medium, member) => {
      nextAddress(medium, member);
      return WRITE_UNIT;
    });
  }

  async #ask<T>(member: string, answer: (medium: DataMedium, member: string) => T): Promise<T> {
    try {
      return await this.#shared.ask(async () => {
        const type: IMAPI_MEDIA_PHYSICAL_TYPE = await this.#shared.mediaType();
        return answer(await dataMedium(this.#shared.drive, type), member);
      });
    } catch (error) {
      throw ImapiError.from(error, member);
    }
  }
}

const hasData = ({ tracks }: DiscState): boolean => tracks.some(({ kind }) => kind === 'data');
