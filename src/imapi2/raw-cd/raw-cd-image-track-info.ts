import { HIGHEST_INDEX } from '../../cd/geometry.ts';
import { isrcIn } from '../../cd/identifiers.ts';
import { membersInJson } from '../../json-values.ts';
import { IMAPI_CD_TRACK_DIGITAL_COPY_SETTING as Copy, IMAPI_CD_SECTOR_TYPE } from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IRawCDImageTrackInfo } from '../interfaces/index.ts';

/** Where a track is in its image, which changes with the tracks before it. */
export interface TrackPlace {
  readonly startingLba: number;
  readonly trackNumber: number;
}

/** Indexes are this many sectors apart at least: a Q frame in ten is not a position (ECMA-130 22.3.3). */
const CLOSEST_INDEXES = 1;

/** One track of a raw image, as IMAPI2's IRawCDImageTrackInfo shows it. RawCDImageCreator makes it. */
export class RawCDImageTrackInfo implements IRawCDImageTrackInfo {
  readonly sectorType = IMAPI_CD_SECTOR_TYPE.IMAPI_CD_SECTOR_AUDIO;
  readonly sectorCount: number;
  readonly #place: () => TrackPlace;
  readonly #requireWritable: (member: string) => void;
  #isrc = '';
  #copy: Copy = Copy.IMAPI_CD_TRACK_DIGITAL_COPY_PERMITTED;
  #preemphasis = false;
  #indexes: readonly number[] = [0];

  constructor(sectorCount: number, place: () => TrackPlace, requireWritable: (member: string) => void) {
    this.sectorCount = sectorCount;
    this.#place = place;
    this.#requireWritable = requireWritable;
  }

  get startingLba(): number {
    return this.#place().startingLba;
  }

  get trackNumber(): number {
    return this.#place().trackNumber;
  }

  get isrc(): string {
    const [, country, owner, year, recording] = /^(..)(...)(..)(.{5})$/.exec(this.#isrc) ?? [];
    return country === undefined ? '' : `${country}-${owner}-${year}-${recording}`;
  }

  set isrc(value: string) {
    const member = 'isrc';
    this.#requireWritable(member);
    const found = value === '' ? '' : typeof value === 'string' ? isrcIn(value.replaceAll('-', '')) : undefined;
    if (found === undefined) {
      const remedy = 'Give two letters, three letters or digits, and seven digits, such as US-RC1-99-00001.';
      throw new ImapiError(HResult.E_INVALIDARG, { member, meaning: 'this is not an ISRC', remedy });
    }
    this.#isrc = found;
  }

  get digitalAudioCopySetting(): Copy {
    return this.#copy;
  }

  set digitalAudioCopySetting(value: Copy) {
    const member = 'digitalAudioCopySetting';
    this.#requireWritable(member);
    if (!Object.values(Copy).includes(value)) throw new ImapiError(HResult.E_INVALIDARG, { member });
    this.#copy = value;
  }

  get audioHasPreemphasis(): boolean {
    return this.#preemphasis;
  }

  set audioHasPreemphasis(value: boolean) {
    const member = 'audioHasPreemphasis';
    this.#requireWritable(member);
    this.#preemphasis = variantBool(value, member);
  }

  get trackIndexes(): readonly number[] {
    return this.#indexes;
  }

  addTrackIndex(lbaOffset: number): number {
    const member = 'addTrackIndex()';
    this.#requireWritable(member);
    if (!Number.isSafeInteger(lbaOffset) || lbaOffset < 0 || lbaOffset >= this.sectorCount) {
      throw new ImapiError(HResult.E_INVALIDARG, {
        member,
        remedy: `Give a sector of the track: 0 to ${this.sectorCount - 1}.`,
      });
    }
    if (this.#indexes.includes(lbaOffset)) return HResult.S_IMAPI_RAW_IMAGE_TRACK_INDEX_ALREADY_EXISTS;
    if (this.#indexes.length >= HIGHEST_INDEX) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_TOO_MANY_TRACK_INDEXES, { member });
    }
    if (this.#indexes.some((each) => Math.abs(each - lbaOffset) <= CLOSEST_INDEXES)) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX, { member });
    }
    this.#indexes = [...this.#indexes, lbaOffset].toSorted((left, right) => left - right);
    return HResult.S_OK;
  }

  clearTrackIndex(lbaOffset: number): void {
    const member = 'clearTrackIndex()';
    this.#requireWritable(member);
    if (lbaOffset === 0) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED, { member });
    }
    if (!this.#indexes.includes(lbaOffset)) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_TRACK_INDEX_NOT_FOUND, { member });
    }
    this.#indexes = this.#indexes.filter((each) => each !== lbaOffset);
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, [
      'trackNumber',
      'startingLba',
      'sectorCount',
      'sectorType',
      'isrc',
      'digitalAudioCopySetting',
      'audioHasPreemphasis',
      'trackIndexes',
    ]);
  }
}
