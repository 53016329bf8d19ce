import type { DiscState } from '../../drive/disc-state.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import type { IDiscRecorder2, IMultisessionSequential2 } from '../interfaces/index.ts';
import { type DataMedium, writeUnit } from './data-medium.ts';
import { freeSectors, nextAddress, previousEnd, previousStart } from './data-space.ts';
import { Multisession } from './multisession.ts';

/** How sessions are added to a disc that is written in sequence, as IMAPI2's MsftMultisessionSequential says. DiscFormat2Data makes it. */
export class MultisessionSequential extends Multisession implements IMultisessionSequential2 {
  readonly #postgapInImage: () => boolean;

  /** @param postgapInImage whether the writer adds a post-gap to the image */
  constructor(recorder: IDiscRecorder2, shared: SharedDrive, postgapInImage: () => boolean) {
    super(recorder, shared, false);
    this.#postgapInImage = postgapInImage;
  }

  get isFirstDataSession(): Promise<boolean> {
    return this.ask('isFirstDataSession', ({ disc }) => !hasData(disc));
  }

  get startAddressOfPreviousSession(): Promise<number> {
    return this.ask('startAddressOfPreviousSession', previousStart);
  }

  get lastWrittenAddressOfPreviousSession(): Promise<number> {
    return this.ask('lastWrittenAddressOfPreviousSession', previousEnd);
  }

  get nextWritableAddress(): Promise<number> {
    return this.ask('nextWritableAddress', nextAddress);
  }

  get freeSectorsOnMedia(): Promise<number> {
    return this.ask('freeSectorsOnMedia', (medium, member) => freeSectors(medium, this.#postgapInImage(), member));
  }

  get writeUnitSize(): Promise<number> {
    return this.ask('writeUnitSize', (medium, member) => {
      nextAddress(medium, member);
      return writeUnit(medium);
    });
  }

  protected override takesMore({ place }: DataMedium): boolean {
    return place.nextWritableLba !== null;
  }
}

const hasData = ({ tracks }: DiscState): boolean => tracks.some(({ kind }) => kind === 'data');
