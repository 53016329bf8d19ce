import type { PcmTrack } from '../../audio/index.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type { StreamData } from '../core/stream-data.ts';
import type { IDiscFormat2, IWriteSpeedDescriptor } from './disc-format2.ts';
import type { IDiscRecorder2 } from './disc-recorder2.ts';

/**
 * CD audio: 44,100 Hz, two channels, 16 bits, little-endian, without a header. IMAPI2 has an IStream here, whose length is
 * known before it is read. Memory, a Blob and a PcmTrack (openAudioFile and pcmTrackFromIterable make one) have a length; a
 * stream of Node or of the web is read into memory first.
 */
export type AudioTrackData = PcmTrack | StreamData;

/**
 * Writes audio CDs track by track (IDiscFormat2TrackAtOnce, 27354154-8F64-5B0F-8F00-5D77AFBE261E). In order: set
 * {@link recorder} and {@link clientName}; {@link prepareMedia}; {@link addAudioTrack} for each track;
 * {@link releaseMedia}.
 *
 * Getters and setters without a promise throw an ImapiError; everything else rejects with one. Names of results are
 * shortened: without E_IMAPI_ and E_IMAPI_DF2TAO_. "Device errors" are those of the sense data and of the transport.
 * "Prepared" means from a successful prepareMedia to releaseMedia.
 */
export interface IDiscFormat2TrackAtOnce extends IDiscFormat2 {
  /**
   * IDiscFormat2TrackAtOnce::PrepareMedia. Checks recorder, disc and client name, and takes exclusive access to the drive.
   * Writes nothing. The disc must be a blank CD-R or CD-RW.
   * @throws NO_RECORDER_SPECIFIED, MEDIA_IS_PREPARED, device errors, MEDIA_IS_NOT_SUPPORTED, MEDIA_IS_NOT_BLANK,
   * CLIENT_NAME_IS_NOT_VALID
   */
  prepareMedia(): Promise<void>;
  /**
   * IDiscFormat2TrackAtOnce::AddAudioTrack. Writes the next track and closes it. The last sector is padded with silence,
   * and so is a track shorter than 4 s (300 sectors). Between tracks there are 2 s of silence. When the source or the drive fails
   * midway, what has been written is closed as a shorter track; {@link releaseMedia} closes the rest.
   * @throws E_POINTER, MEDIA_IS_NOT_PREPARED, WRITE_IN_PROGRESS, TRACK_LIMIT_REACHED, STREAM_NOT_SUPPORTED,
   * NOT_ENOUGH_SPACE, device errors, REQUEST_CANCELLED
   */
  addAudioTrack(data: AudioTrackData): Promise<void>;
  /**
   * IDiscFormat2TrackAtOnce::CancelAddTrack. From anywhere, not only from the event: no more WRITEs are sent, what was
   * written stays as a shorter track of 4 s at least (or none, if nothing was), addAudioTrack rejects with
   * REQUEST_CANCELLED, and the disc remains usable.
   * @throws WRITE_NOT_IN_PROGRESS
   */
  cancelAddTrack(): void;
  /**
   * IDiscFormat2TrackAtOnce::ReleaseMedia. Closes the session, unless {@link doNotFinalizeMedia}, and releases the drive,
   * also after a cancelled or failed track. With no track written it only releases the drive.
   * @throws WRITE_IN_PROGRESS, MEDIA_IS_NOT_PREPARED, device errors (the drive is released in any case)
   */
  releaseMedia(): Promise<void>;
  /**
   * IDiscFormat2TrackAtOnce::SetWriteSpeed. If the drive does not have the requested speed, the nearest one is used.
   * During a write, a case that the documentation leaves open, it fails with WRITE_IN_PROGRESS.
   * @param requestedSectorsPerSecond 75 is 1x; -1 or 0xFFFFFFFF is as fast as possible
   * @param rotationTypeIsPureCAV true asks for constant angular velocity
   * @returns S_OK, S_IMAPI_SPEEDADJUSTED, S_IMAPI_ROTATIONADJUSTED or S_IMAPI_BOTHADJUSTED
   * @throws RECORDER_REQUIRED, E_INVALIDARG, device errors, UNEXPECTED_RESPONSE_FROM_DEVICE
   */
  setWriteSpeed(requestedSectorsPerSecond: number, rotationTypeIsPureCAV: boolean): Promise<number>;

  /** IDiscFormat2TrackAtOnce::get_Recorder. The drive to write with; null until it is set. */
  get recorder(): IDiscRecorder2 | null;
  /**
   * IDiscFormat2TrackAtOnce::put_Recorder. Null clears it.
   * @throws WRITE_IN_PROGRESS, MEDIA_IS_PREPARED, RECORDER_NOT_SUPPORTED
   */
  set recorder(value: IDiscRecorder2 | null);

  /** IDiscFormat2TrackAtOnce::get_ClientName. Empty until it is set. */
  get clientName(): string;
  /**
   * IDiscFormat2TrackAtOnce::put_ClientName. The name under which the drive is taken: 1 to 63 characters of
   * `[A-Za-z0-9 .,:;_-]`. Mandatory before prepareMedia.
   * @throws CLIENT_NAME_IS_NOT_VALID, WRITE_IN_PROGRESS, MEDIA_IS_PREPARED
   */
  set clientName(value: string);

  /** IDiscFormat2TrackAtOnce::get_DoNotFinalizeMedia. False at first. */
  get doNotFinalizeMedia(): boolean;
  /**
   * IDiscFormat2TrackAtOnce::put_DoNotFinalizeMedia. True leaves the disc open for more tracks: the tracks are in the PMA only, and
   * players do not play the disc until its session is closed.
   * @throws WRITE_IN_PROGRESS; MEDIA_IS_PREPARED; PROPERTY_FOR_BLANK_MEDIA_ONLY when the disc in the recorder is known to have
   * been written to before this object's session; a disc that may have changed since it was last examined does not count as known.
   * The setter sends nothing, so it does not notice a disc that was exchanged by hand since the last command: after this error, call
   * isCurrentMediaSupported(), which examines the disc, and set it again
   */
  set doNotFinalizeMedia(value: boolean);

  /** IDiscFormat2TrackAtOnce::get_BufferUnderrunFreeDisabled. False at first: protection is on. */
  get bufferUnderrunFreeDisabled(): boolean;
  /**
   * IDiscFormat2TrackAtOnce::put_BufferUnderrunFreeDisabled. True switches the protection off from the next track onward.
   * @throws MEDIA_IS_NOT_PREPARED, WRITE_IN_PROGRESS
   */
  set bufferUnderrunFreeDisabled(value: boolean);

  /**
   * IDiscFormat2TrackAtOnce::get_NumberOfExistingTracks. Completed tracks, shorter ones after a cancel included.
   * @throws MEDIA_IS_NOT_PREPARED, WRITE_IN_PROGRESS
   */
  readonly numberOfExistingTracks: number;
  /**
   * IDiscFormat2TrackAtOnce::get_TotalSectorsOnMedia. Sectors of audio that the disc would hold as a single track: used and
   * free together.
   * @throws MEDIA_IS_NOT_PREPARED
   */
  readonly totalSectorsOnMedia: number;
  /**
   * IDiscFormat2TrackAtOnce::get_FreeSectorsOnMedia. Sectors of audio that one more track may have: the drive's free blocks
   * without the two run-out blocks that end a track; during a write the value from before it.
   * @throws MEDIA_IS_NOT_PREPARED
   */
  readonly freeSectorsOnMedia: number;
  /**
   * IDiscFormat2TrackAtOnce::get_UsedSectorsOnMedia. Sectors of the tracks and of what is between them; during a write the
   * value from before it.
   * @throws MEDIA_IS_NOT_PREPARED
   */
  readonly usedSectorsOnMedia: number;
  /**
   * IDiscFormat2TrackAtOnce::get_ExpectedTableOfContents. What READ TOC format 0000b would answer, LBA addresses, if the
   * disc were closed now.
   * @throws WRITE_IN_PROGRESS, MEDIA_IS_NOT_PREPARED, TABLE_OF_CONTENTS_EMPTY_DISC
   */
  readonly expectedTableOfContents: Uint8Array;

  /**
   * IDiscFormat2TrackAtOnce::get_CurrentPhysicalMediaType. What kind of disc is in the drive; needs no prepareMedia. During
   * a write this, the speeds and whether the disc is blank are reported as they were before it.
   * @throws NO_RECORDER_SPECIFIED, device errors
   */
  readonly currentPhysicalMediaType: Promise<IMAPI_MEDIA_PHYSICAL_TYPE>;
  /** IDiscFormat2TrackAtOnce::get_RequestedWriteSpeed. What setWriteSpeed was given last, in sectors per second; -1 at first. */
  readonly requestedWriteSpeed: number;
  /** IDiscFormat2TrackAtOnce::get_RequestedRotationTypeIsPureCAV. What setWriteSpeed was given last; false at first. */
  readonly requestedRotationTypeIsPureCAV: boolean;
  /**
   * IDiscFormat2TrackAtOnce::get_CurrentWriteSpeed. The speed in force, in sectors per second.
   * @throws NO_RECORDER_SPECIFIED, device errors, UNEXPECTED_RESPONSE_FROM_DEVICE
   */
  readonly currentWriteSpeed: Promise<number>;
  /**
   * IDiscFormat2TrackAtOnce::get_CurrentRotationTypeIsPureCAV. True for constant angular velocity; false for CLV, zoned and
   * partial CAV.
   * @throws NO_RECORDER_SPECIFIED, device errors, UNEXPECTED_RESPONSE_FROM_DEVICE
   */
  readonly currentRotationTypeIsPureCAV: Promise<boolean>;
  /**
   * IDiscFormat2TrackAtOnce::get_SupportedWriteSpeeds. For this drive and this disc, in sectors per second, the fastest
   * first.
   * @throws NO_RECORDER_SPECIFIED, device errors, UNEXPECTED_RESPONSE_FROM_DEVICE
   */
  readonly supportedWriteSpeeds: Promise<readonly number[]>;
  /**
   * IDiscFormat2TrackAtOnce::get_SupportedWriteSpeedDescriptors. The same with medium and rotation type.
   * @throws NO_RECORDER_SPECIFIED, device errors, UNEXPECTED_RESPONSE_FROM_DEVICE
   */
  readonly supportedWriteSpeedDescriptors: Promise<readonly IWriteSpeedDescriptor[]>;
}
