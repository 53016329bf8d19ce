import {
  AUDIO_BLOCK_BYTES,
  MOST_TRACKS,
  PREGAP_BLOCKS,
  RAW_SUB_CHANNEL_BYTES,
  SHORTEST_TRACK_BLOCKS,
} from '../../cd/geometry.ts';
import { CATALOG_NUMBER_DIGITS, catalogNumberIn, hasRightCheckDigit } from '../../cd/identifiers.ts';
import { membersInJson } from '../../json-values.ts';
import { type RawSession, rawSession, type TrackSource } from '../../write/index.ts';
import {
  IMAPI_CD_TRACK_DIGITAL_COPY_SETTING as Copy,
  IMAPI_CD_SECTOR_TYPE,
  IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as ImageType,
} from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { type ByteStream, measuredStream, type StreamData } from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import { expectedTableOfContents } from '../format2/expected-toc.ts';
import type { IRawCDImageCreator, IRawCDImageTrackInfo } from '../interfaces/index.ts';
import { StreamConcatenate } from '../streams/stream-concatenate.ts';
import { RawCDImageTrackInfo } from './raw-cd-image-track-info.ts';
import { RAW_IMAGE_START_LBA, rawImageStream } from './raw-image-stream.ts';

/** 88:29:74 is the last sector of a track; the lead-out begins after it. */
const LATEST_LEAD_OUT = 398_100;

/** Makes the image of a whole audio CD, as IMAPI2's MsftRawCDImageCreator does. */
export class RawCDImageCreator implements IRawCDImageCreator {
  readonly #sources: ByteStream[] = [];
  readonly #infos: RawCDImageTrackInfo[] = [];
  #specialPregap: ByteStream | undefined;
  #subcode: ByteStream | undefined;
  #type: ImageType = ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW;
  #leadOutLimit = LATEST_LEAD_OUT;
  #withPauses = false;
  #catalogNumber = '';
  #firstTrack = 1;
  #made = false;

  createResultImage(): ByteStream {
    const member = 'createResultImage()';
    this.#requireWritable(member);
    const session = this.#session(member);
    this.#requireRoom(session, member);
    const image = rawImageStream(session, this.#type, this.#subcode);
    this.#made = true;
    return image;
  }

  addTrack(dataType: IMAPI_CD_SECTOR_TYPE, data: StreamData): number {
    const member = 'addTrack()';
    this.#requireWritable(member);
    if (dataType !== IMAPI_CD_SECTOR_TYPE.IMAPI_CD_SECTOR_AUDIO) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_SECTOR_TYPE_NOT_SUPPORTED, { member });
    }
    if (this.#sources.length + this.#firstTrack - 1 >= MOST_TRACKS) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_TOO_MANY_TRACKS, { member });
    }
    const stream = sectorsOf(data, SHORTEST_TRACK_BLOCKS, member);
    const index = this.#sources.length;
    const place = () => {
      const at = this.#session(member).layout.tracks[index];
      return { startingLba: at?.startLba ?? 0, trackNumber: this.#firstTrack + index };
    };
    const info = new RawCDImageTrackInfo(stream.lengthBytes / AUDIO_BLOCK_BYTES, place, (setter) =>
      this.#requireWritable(setter),
    );
    this.#sources.push(stream);
    this.#infos.push(info);
    try {
      this.#requireRoom(this.#session(member), member);
    } catch (error) {
      this.#sources.pop();
      this.#infos.pop();
      throw error;
    }
    return this.#sources.length;
  }

  addSpecialPregap(data: StreamData): void {
    const member = 'addSpecialPregap()';
    this.#requireWritable(member);
    this.#requireNoTracks(member);
    this.#specialPregap = sectorsOf(data, PREGAP_BLOCKS, member);
  }

  addSubcodeRWGenerator(subcode: StreamData): void {
    const member = 'addSubcodeRWGenerator()';
    this.#requireWritable(member);
    const stream = measuredOf(subcode, member);
    if (
      this.#type === ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY ||
      stream.lengthBytes % RAW_SUB_CHANNEL_BYTES !== 0
    ) {
      const remedy = `Give ${RAW_SUB_CHANNEL_BYTES} bytes for each sector of the image, and an image type that has them.`;
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy });
    }
    this.#subcode = stream;
  }

  get resultingImageType(): ImageType {
    return this.#type;
  }

  set resultingImageType(value: ImageType) {
    const member = 'resultingImageType';
    this.#requireWritable(member);
    const noRoom = value === ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY && this.#subcode !== undefined;
    if (!Object.values(ImageType).includes(value) || noRoom) throw new ImapiError(HResult.E_INVALIDARG, { member });
    this.#type = value;
  }

  get startOfLeadout(): number {
    return this.#session('startOfLeadout').layout.leadOutLba;
  }

  get startOfLeadoutLimit(): number {
    return this.#leadOutLimit;
  }

  set startOfLeadoutLimit(value: number) {
    const member = 'startOfLeadoutLimit';
    this.#requireWritable(member);
    if (!Number.isSafeInteger(value) || value < 0 || value > LATEST_LEAD_OUT) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: `Give an LBA from 0 to ${LATEST_LEAD_OUT}.` });
    }
    if (this.#sources.length > 0 && this.startOfLeadout > value) {
      throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE, { member });
    }
    this.#leadOutLimit = value;
  }

  get disableGaplessAudio(): boolean {
    return this.#withPauses;
  }

  set disableGaplessAudio(value: boolean) {
    const member = 'disableGaplessAudio';
    this.#requireWritable(member);
    const wanted = variantBool(value, member);
    this.#requireNoTracks(member);
    this.#withPauses = wanted;
  }

  get mediaCatalogNumber(): string {
    return this.#catalogNumber;
  }

  set mediaCatalogNumber(value: string) {
    const member = 'mediaCatalogNumber';
    this.#requireWritable(member);
    const digits = typeof value === 'string' && value !== '' ? value.padStart(CATALOG_NUMBER_DIGITS, '0') : value;
    const found = digits === '' ? '' : typeof digits === 'string' ? catalogNumberIn(digits) : undefined;
    if (found === undefined || (found !== '' && !hasRightCheckDigit(found))) {
      const meaning = 'this is not a catalogue number with a right check digit';
      throw new ImapiError(HResult.E_INVALIDARG, { member, meaning, remedy: 'Give 13 digits.' });
    }
    this.#catalogNumber = found;
  }

  get startingTrackNumber(): number {
    return this.#firstTrack;
  }

  set startingTrackNumber(value: number) {
    const member = 'startingTrackNumber';
    this.#requireWritable(member);
    this.#requireNoTracks(member);
    if (!Number.isSafeInteger(value) || value < 1 || value > MOST_TRACKS) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: `Give a number from 1 to ${MOST_TRACKS}.` });
    }
    this.#firstTrack = value;
  }

  trackInfo(trackIndex: number): IRawCDImageTrackInfo {
    const found = Number.isSafeInteger(trackIndex) ? this.#infos[trackIndex - 1] : undefined;
    if (found !== undefined) return found;
    const remedy = this.#infos.length === 0 ? 'Add a track first.' : `Give a number from 1 to ${this.#infos.length}.`;
    throw new ImapiError(HResult.E_INVALIDARG, { member: 'trackInfo()', meaning: 'there is no such track', remedy });
  }

  get numberOfExistingTracks(): number {
    return this.#infos.length;
  }

  get lastUsedUserSectorInImage(): number {
    return this.#session('lastUsedUserSectorInImage').layout.leadOutLba - 1;
  }

  get expectedTableOfContents(): Uint8Array {
    const { layout } = this.#session('expectedTableOfContents');
    const tracks = layout.tracks.map(({ plan, startLba }) => ({
      number: plan.number,
      startLba,
      control: plan.format.trackMode,
    }));
    return expectedTableOfContents(tracks, layout.leadOutLba);
  }

  /** @throws NO_TRACKS */
  #session(member: string): RawSession {
    const [first, ...others] = this.#sources.map((stream, index) => this.#trackSource(stream, index));
    if (first === undefined) throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_NO_TRACKS, { member });
    return rawSession([first, ...others], {
      leadInLba: RAW_IMAGE_START_LBA,
      firstTrack: this.#firstTrack,
      ...(this.#catalogNumber === '' ? {} : { catalogueNumber: this.#catalogNumber }),
    });
  }

  #trackSource(stream: ByteStream, index: number): TrackSource {
    const info = this.#infos[index];
    const isrc = info?.isrc.replaceAll('-', '') ?? '';
    const copy = info?.digitalAudioCopySetting;
    const pregap = this.#pregap(index);
    const whole = pregap === undefined ? stream : joined(pregap, stream);
    return {
      name: `track ${this.#firstTrack + index}`,
      lengthBytes: whole.lengthBytes,
      repeatable: whole.repeatable,
      ...(isrc === '' ? {} : { isrc }),
      preEmphasis: info?.audioHasPreemphasis ?? false,
      copyPermitted: copy === Copy.IMAPI_CD_TRACK_DIGITAL_COPY_PERMITTED,
      serialCopy: copy === Copy.IMAPI_CD_TRACK_DIGITAL_COPY_SCMS,
      ...(pregap === undefined ? {} : { pregapBlocks: pregap.lengthBytes / AUDIO_BLOCK_BYTES }),
      indexBlocks: info?.trackIndexes.slice(1) ?? [],
      openReader: () => whole.openReader(),
    };
  }

  /** What is before the track's start, apart from the 150 sectors of silence that every disc begins with. */
  #pregap(index: number): ByteStream | undefined {
    if (index > 0) return this.#withPauses ? silence(PREGAP_BLOCKS) : undefined;
    return this.#specialPregap;
  }

  #requireRoom({ layout }: RawSession, member: string): void {
    if (layout.leadOutLba <= this.#leadOutLimit) return;
    const meaning = `the lead-out would begin at LBA ${layout.leadOutLba}, after its limit of ${this.#leadOutLimit}`;
    throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_INSUFFICIENT_SPACE, { member, meaning });
  }

  #requireWritable(member: string): void {
    if (this.#made) throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_IS_READ_ONLY, { member });
  }

  #requireNoTracks(member: string): void {
    if (this.#sources.length > 0) throw new ImapiError(HResult.E_IMAPI_RAW_IMAGE_TRACKS_ALREADY_ADDED, { member });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['resultingImageType', 'numberOfExistingTracks', 'mediaCatalogNumber']);
  }
}

/** @throws E_POINTER, E_INVALIDARG */
function measuredOf(data: StreamData, member: string): ByteStream {
  if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const stream = measuredStream(data, 'the stream');
  if (stream?.repeatable) return stream;
  const remedy = 'Give memory, a Blob, or a file: a stream that can be read more than once.';
  throw new ImapiError(HResult.E_INVALIDARG, { member, meaning: 'the stream cannot be used', remedy });
}

function sectorsOf(data: StreamData, leastSectors: number, member: string): ByteStream {
  const stream = measuredOf(data, member);
  const sectors = stream.lengthBytes / AUDIO_BLOCK_BYTES;
  if (Number.isSafeInteger(sectors) && sectors >= leastSectors) return stream;
  const remedy = `Give whole sectors of ${AUDIO_BLOCK_BYTES} bytes, ${leastSectors} at least.`;
  throw new ImapiError(HResult.E_INVALIDARG, { member, meaning: `${sectors} sectors cannot be used`, remedy });
}

function joined(first: ByteStream, second: ByteStream): ByteStream {
  const both = new StreamConcatenate();
  both.initialize(first, second);
  return both;
}

const silence = (sectors: number): ByteStream => ({
  name: 'silence',
  lengthBytes: sectors * AUDIO_BLOCK_BYTES,
  repeatable: true,
  openReader: async () => {
    let left = sectors * AUDIO_BLOCK_BYTES;
    return {
      async read(target) {
        const length = Math.min(left, target.length);
        target.fill(0, 0, length);
        left -= length;
        return length;
      },
      async close() {},
    };
  },
});
