import type { DiscState } from '../../drive/disc-state.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IDiscRecorder2, IMultisessionSequential2 } from '../interfaces/index.ts';
import { askMedium, requireKind } from './asked-medium.ts';
import { DATA_MEDIA, type DataMedium, isOverwritten, writeUnit } from './data-medium.ts';
import { freeSectors, nextAddress, previousEnd, previousStart } from './data-space.ts';

/** How sessions are added to a disc that is written in sequence, as IMAPI2's MsftMultisessionSequential says. DiscFormat2Data makes it. */
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
    return askMedium(
      this.#shared,
      'isSupportedOnCurrentMediaState',
      (medium) => DATA_MEDIA.includes(medium.type) && !isOverwritten(medium) && medium.place.nextWritableLba !== null,
    );
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
      return writeUnit(medium);
    });
  }

  /** Of a disc that is written in sequence. */
  #ask<T>(member: string, answer: (medium: DataMedium, member: string) => T): Promise<T> {
    return askMedium(this.#shared, member, (medium, name) => {
      requireKind(medium, false, name);
      return answer(medium, name);
    });
  }
}

const hasData = ({ tracks }: DiscState): boolean => tracks.some(({ kind }) => kind === 'data');
