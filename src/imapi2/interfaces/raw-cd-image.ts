import type {
  IMAPI_CD_SECTOR_TYPE,
  IMAPI_CD_TRACK_DIGITAL_COPY_SETTING,
  IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE,
} from '../core/enums-formats.ts';
import type { ByteStream, StreamData } from '../core/stream-data.ts';

/**
 * Makes the image of a whole audio CD with its sub-channels, from MSF 95:00:00 on, for IDiscFormat2RawCD (IRawCDImageCreator,
 * 25983550-9D65-49CE-B335-40630D901227). Names of results are shortened: without E_IMAPI_RAW_IMAGE_. Setters throw
 * IS_READ_ONLY once the image is made.
 */
export interface IRawCDImageCreator {
  /** IRawCDImageCreator::CreateResultImage. Once. @throws IS_READ_ONLY, NO_TRACKS, INSUFFICIENT_SPACE */
  createResultImage(): ByteStream;
  /**
   * IRawCDImageCreator::AddTrack. Audio of 4 s at least.
   * @param dataType IMAPI_CD_SECTOR_AUDIO
   * @returns its index, from 1
   * @throws E_POINTER, E_INVALIDARG, IS_READ_ONLY, TOO_MANY_TRACKS, SECTOR_TYPE_NOT_SUPPORTED, INSUFFICIENT_SPACE
   */
  addTrack(dataType: IMAPI_CD_SECTOR_TYPE, data: StreamData): number;
  /** IRawCDImageCreator::AddSpecialPregap. Audio before the first track, 2 s at least: a hidden track. @throws TRACKS_ALREADY_ADDED */
  addSpecialPregap(data: StreamData): void;
  /**
   * IRawCDImageCreator::AddSubcodeRWGenerator. R to W, 96 bytes for each sector of the image, P and Q zero.
   * @throws E_INVALIDARG for an image with P and Q only
   */
  addSubcodeRWGenerator(subcode: StreamData): void;
  /** IRawCDImageCreator::get_ResultingImageType. SUBCODE_IS_RAW at first. */
  get resultingImageType(): IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE;
  /** IRawCDImageCreator::put_ResultingImageType. @throws E_INVALIDARG */
  set resultingImageType(value: IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE);
  /** IRawCDImageCreator::get_StartOfLeadout. LBA. @throws NO_TRACKS */
  readonly startOfLeadout: number;
  /** IRawCDImageCreator::get_StartOfLeadoutLimit. LBA that the lead-out may not begin after. */
  get startOfLeadoutLimit(): number;
  /** IRawCDImageCreator::put_StartOfLeadoutLimit. @throws E_INVALIDARG, INSUFFICIENT_SPACE */
  set startOfLeadoutLimit(value: number);
  /** IRawCDImageCreator::get_DisableGaplessAudio. False at first: tracks follow one another without a pause. */
  get disableGaplessAudio(): boolean;
  /** IRawCDImageCreator::put_DisableGaplessAudio. True puts 2 s of silence between tracks. @throws TRACKS_ALREADY_ADDED */
  set disableGaplessAudio(value: boolean);
  /** IRawCDImageCreator::get_MediaCatalogNumber. 13 digits, or empty. */
  get mediaCatalogNumber(): string;
  /** IRawCDImageCreator::put_MediaCatalogNumber. With its check digit; leading zeros may be left out. @throws E_INVALIDARG */
  set mediaCatalogNumber(value: string);
  /** IRawCDImageCreator::get_StartingTrackNumber. 1 at first. */
  get startingTrackNumber(): number;
  /** IRawCDImageCreator::put_StartingTrackNumber. @throws E_INVALIDARG, TRACKS_ALREADY_ADDED */
  set startingTrackNumber(value: number);
  /** IRawCDImageCreator::get_TrackInfo. @param trackIndex from 1 @throws E_INVALIDARG */
  trackInfo(trackIndex: number): IRawCDImageTrackInfo;
  /** IRawCDImageCreator::get_NumberOfExistingTracks. */
  readonly numberOfExistingTracks: number;
  /** IRawCDImageCreator::get_LastUsedUserSectorInImage. LBA of the last sector of a track. @throws NO_TRACKS */
  readonly lastUsedUserSectorInImage: number;
  /** IRawCDImageCreator::get_ExpectedTableOfContents. As READ TOC will return it. @throws NO_TRACKS */
  readonly expectedTableOfContents: Uint8Array;
}

/** One track of such an image (IRawCDImageTrackInfo, 25983551-9D65-49CE-B335-40630D901227). */
export interface IRawCDImageTrackInfo {
  /** IRawCDImageTrackInfo::get_StartingLba. Of its first sector, after its pause. */
  readonly startingLba: number;
  /** IRawCDImageTrackInfo::get_SectorCount. */
  readonly sectorCount: number;
  /** IRawCDImageTrackInfo::get_TrackNumber. */
  readonly trackNumber: number;
  /** IRawCDImageTrackInfo::get_SectorType. Audio. */
  readonly sectorType: IMAPI_CD_SECTOR_TYPE;
  /** IRawCDImageTrackInfo::get_ISRC. `CC-OOO-YY-NNNNN`, or empty. */
  get isrc(): string;
  /** IRawCDImageTrackInfo::put_ISRC. With or without dashes; empty clears it. @throws E_INVALIDARG, IS_READ_ONLY */
  set isrc(value: string);
  /** IRawCDImageTrackInfo::get_DigitalAudioCopySetting. PERMITTED at first. */
  get digitalAudioCopySetting(): IMAPI_CD_TRACK_DIGITAL_COPY_SETTING;
  /** IRawCDImageTrackInfo::put_DigitalAudioCopySetting. @throws E_INVALIDARG, IS_READ_ONLY */
  set digitalAudioCopySetting(value: IMAPI_CD_TRACK_DIGITAL_COPY_SETTING);
  /** IRawCDImageTrackInfo::get_AudioHasPreemphasis. False at first. */
  get audioHasPreemphasis(): boolean;
  /** IRawCDImageTrackInfo::put_AudioHasPreemphasis. @throws E_INVALIDARG, IS_READ_ONLY */
  set audioHasPreemphasis(value: boolean);
  /** IRawCDImageTrackInfo::get_TrackIndexes. Offsets of its indexes from its start, 0 first. */
  readonly trackIndexes: readonly number[];
  /**
   * IRawCDImageTrackInfo::AddTrackIndex. @param lbaOffset sectors from the start of the track
   * @returns S_OK, or S_IMAPI_RAW_IMAGE_TRACK_INDEX_ALREADY_EXISTS
   * @throws E_INVALIDARG, IS_READ_ONLY, TOO_MANY_TRACK_INDEXES, TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX
   */
  addTrackIndex(lbaOffset: number): number;
  /** IRawCDImageTrackInfo::ClearTrackIndex. @throws IS_READ_ONLY, TRACK_INDEX_NOT_FOUND, TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED */
  clearTrackIndex(lbaOffset: number): void;
}
