/**
 * `discwright`: open a drive, look at its disc, burn and erase, export what is on it. Other entry points: `discwright/mmc`, every
 * command as a declaration; `discwright/imapi2`; `discwright/image`, the formats of disc images; `discwright/trace`;
 * `discwright/picture`; `discwright/simulator`.
 */
export {
  type AlbumGain,
  type AlbumGainOptions,
  AudioFormatError,
  type AudioFormatErrorDetails,
  albumGain,
  type ContentKind,
  type FileContent,
  type IdentifiedFile,
  identifyFile,
  type Loudness,
  type LoudSource,
  measureLoudness,
  type OpenAudioFileOptions,
  type OpenAudioStreamOptions,
  openAudioFile,
  openAudioStream,
  type PcmChunks,
  type PcmReader,
  type PcmTrack,
  type PcmTrackFromIterableOptions,
  type PcmTrackOptions,
  pcmTrackFromBytes,
  pcmTrackFromIterable,
  RAW_SAMPLES,
  type RawFormat,
  type RawSamples,
  type SpooledTrack,
  type SpoolOptions,
  spoolTrack,
  UNKNOWN_LENGTH,
  withGain,
} from './audio/index.ts';
export type { CdTextBlock, CdTextTexts } from './cd/cd-text/index.ts';
export { AUDIO_BLOCK_BYTES, MOST_TRACKS, SHORTEST_TRACK_BLOCKS } from './cd/geometry.ts';
export { formatLength, formatMsf, lbaOfMsf, type Msf, msfOfLba } from './cd/msf.ts';
export { DecodeError, EncodeError } from './codec/index.ts';
export { copyDisc } from './copy/copy-disc.ts';
export type {
  CopyOptions,
  CopyProgress,
  CopyRead,
  CopyResult,
  CopySessionStep,
  CopyTarget,
  CopyWarning,
} from './copy/copy-options.ts';
export {
  afterSessions,
  type JobSession,
  type PlanSessionsOptions,
  planSessions,
  type SessionRequest,
  sessionsOfJob,
} from './copy/plan-sessions.ts';
export { type Askable, ask } from './drive/ask.ts';
export { isStillBusy } from './drive/bad-answer.ts';
export { blocksAsBytes } from './drive/block-disc-words.ts';
export { currentProfile } from './drive/current-profile.ts';
export {
  type BlockMedium,
  closedSessions,
  type DiscState,
  discStateInWords,
  type ReadDiscStateOptions,
  readDiscState,
  type TrackState,
  type WriteModel,
} from './drive/disc-state.ts';
export { type Attempt, Drive } from './drive/drive.ts';
export type { DriveCapabilities } from './drive/drive-capabilities.ts';
export { closeTray, type EjectOptions, ejectDisc } from './drive/eject.ts';
export type { ModePageReading } from './drive/mode-page-reading.ts';
export { StillBusyError, type WaitOptions, waitUntilReady } from './drive/ready.ts';
export { type ReleaseAtExitOptions, releaseDrivesAtExit } from './drive/release-at-exit.ts';
export {
  currentWriteSpeed,
  type RequestWriteSpeedOptions,
  requestWriteSpeed,
  speedKBps,
  speedTimes,
  supportedWriteSpeeds,
} from './drive/write-speed.ts';
export { ImageError, type ImageErrorDetails, type ImageErrorKind } from './image/image-error.ts';
export { DiscRecorder2, HResult, ImapiError, type ImapiErrorDetails, TrackAtOnce } from './imapi2/index.ts';
export {
  type DiscJob,
  JobError,
  type JobErrorDetails,
  type JobLayout,
  type JobOfTracksOptions,
  type JobPlan,
  type JobTrack,
  jobOfTracks,
  type NormalizedJob,
  type NormalizeJobOptions,
  normalizeJob,
  type OpenDataFileOptions,
  type OpenJobOptions,
  openDataFile,
  openJob,
  type PlanJobOptions,
  type PlannedIndex,
  type PlannedTrack,
  planJob,
} from './job/index.ts';
export { OptionsError, type SignalOptions } from './known-options.ts';
export type { WriteSpeed } from './mmc/mode-pages/index.ts';
export { Profile, profileName } from './mmc/profiles.ts';
export {
  type DriveListing,
  findFfi,
  listDrives,
  type OpenDriveOptions,
  type OpenOptions,
  openDrive,
  openTransport,
} from './open-drive.ts';
export {
  Operation,
  OperationEvent,
  type OperationEvents,
  type OperationListener,
  type OperationListenerOptions,
  type OperationSettings,
  type OperationState,
  OperationTarget,
} from './operation/index.ts';
export { type DiscBlocks, discBlocks } from './read/disc-blocks.ts';
export {
  type DiscDetails,
  type DiscDetailsOptions,
  readDiscDetails,
  type TrackDetails,
} from './read/disc-details.ts';
export { type DriveBlocks, driveBlocks } from './read/drive-blocks.ts';
export { type BinCueOptions, type BinCueResult, exportBinCue } from './read/export-bin-cue.ts';
export { exportWavs, type WavFilesOptions, type WavFilesResult } from './read/export-wavs.ts';
export type { ExportProgress } from './read/extents.ts';
export { type BlockRange, exportIso, type IsoOptions, type IsoResult } from './read/iso/export-iso.ts';
export { type Multisession, readMultisession } from './read/multisession.ts';
export { type ReadAudioBlocksOptions, readAudioBlocks } from './read/read-blocks.ts';
export { ripDisc } from './read/rip/rip-disc.ts';
export type {
  RipFormat,
  RipOptions,
  RipProgress,
  RippedTrack,
  RipResult,
  SuspectBlocks,
  TrackChecksums,
} from './read/rip/rip-options.ts';
export type { RipReading } from './read/rip/rip-reading.ts';
export type { Doubt } from './read/rip/votes.ts';
export {
  type ListedTrack,
  readTableOfContents,
  type TableOfContents,
} from './read/table-of-contents.ts';
export type { CommandFailure } from './scsi/execute.ts';
export { IncompleteTransferError } from './scsi/incomplete-transfer.ts';
export { ReplyError } from './scsi/reply-error.ts';
export { type Sense, SenseKey } from './scsi/sense.ts';
export { ChainBrokenError, SenseError, StatusError } from './scsi/sense-error.ts';
export {
  type DriveGlance,
  type ServedNodes,
  type ServeOptions,
  type ServingDrive,
  serveDrive,
  type WriteStatistics,
} from './serve-drive.ts';
export { TraceError } from './trace/trace-error.ts';
export { FfiName } from './transport/ffi-name.ts';
export { keepAwake, type SleepHold } from './transport/keep-awake.ts';
export type { NativeDriveListing } from './transport/native-listing.ts';
export type {
  AnsweredReply,
  BatchReply,
  Chain,
  Clock,
  DataPhase,
  ResendPolicy,
  ScsiBatch,
  ScsiReply,
  ScsiRequest,
  ScsiTransport,
  SenseTriple,
  SkippedReply,
} from './transport/transport.ts';
export { TransportError, type TransportErrorDetails, type TransportErrorKind } from './transport/transport-error.ts';
export {
  type BlankOptions,
  type BlankProgress,
  type BlankType,
  BOOK_TYPES,
  type BookTypeChoice,
  BURN_ERROR_CODES,
  type BufferReport,
  type BurnAudioOptions,
  type BurnDataOptions,
  BurnError,
  type BurnErrorCode,
  type BurnErrorDetails,
  type BurnOptions,
  type BurnPhase,
  type BurnProgress,
  type BurnResult,
  type BurnSpeed,
  bdR,
  bdRe,
  blankDisc,
  blocksInSession,
  blocksNeeded,
  burn,
  burnAudio,
  burnData,
  CD_WRITE_TYPES,
  type CdWriteType,
  type CheckSessionsOptions,
  type ChooseDataRecipeOptions,
  type ChooseRecipeOptions,
  type ChosenDataRecipe,
  type ChosenRecipe,
  type CloseDiscOptions,
  type ClosedDisc,
  type CutOff,
  cdRaw,
  cdSessionAtOnce,
  cdTrackAtOnce,
  checkSessions,
  checkWriteType,
  chooseDataRecipe,
  chooseRecipe,
  closeDisc,
  DATA_WRITE_TYPES,
  type DataPlace,
  type DataSource,
  type DataWriteType,
  dvdDiscAtOnce,
  dvdIncremental,
  dvdOverwrite,
  dvdPlusR,
  dvdPlusRw,
  ENDINGS,
  type Ending,
  type Extent,
  type Fill,
  type FinishedDisc,
  type FitSessionsOptions,
  type FittedSession,
  type FormatKind,
  type FormatOptions,
  type FormattedDisc,
  type FoundProgress,
  fitSessions,
  formatDisc,
  type PatchOptions,
  type PatchResult,
  type PlannedSession,
  patchDisc,
  type Recipe,
  type RecipeRequest,
  type RecoverDiscOptions,
  type RecoverProgress,
  type Recovery,
  type RepairProgress,
  recoverDisc,
  type SentTrack,
  type SessionOptions,
  type SessionPart,
  SourceError,
  type SourceLength,
  type StepProgress,
  sessionBlocks,
  type TrackComparison,
  type TrackFormat,
  TrackFormats,
  type TrackPlan,
  type TrackProperties,
  type TrackReader,
  type TrackSource,
  trackBlocks,
  type Unit,
  type Verified,
  type VerifyLevel,
  type VerifyProgress,
  type VerifyTrackOptions,
  type WriteJob,
  type WriteProgress,
  WriteSession,
  type WriteUnitOptions,
} from './write/index.ts';
