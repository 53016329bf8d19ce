/**
 * `discwright`: open a drive, look at its disc, burn audio CDs, write images, record what went over the wire. The
 * declarations of every command are in `discwright/mmc`, the simulated drive in `discwright/simulator`, traces in
 * `discwright/trace`.
 */
export {
  AudioFormatError,
  type AudioFormatErrorDetails,
  type OpenAudioFileOptions,
  openAudioFile,
  type PcmChunks,
  type PcmReader,
  type PcmTrack,
  pcmTrackFromBytes,
  pcmTrackFromIterable,
} from './audio/index.ts';
export { type CdText, type CdTextBlock, type CdTextTexts, decodeCdText } from './cd/cd-text/index.ts';
export { AUDIO_BLOCK_BYTES } from './cd/geometry.ts';
export { formatLength, formatMsf, lbaOfMsf, type Msf, msfOfLba } from './cd/msf.ts';
export { sessionsOf, type TocSession, type TocTrack } from './cd/toc.ts';
export { DecodeError, EncodeError } from './codec/index.ts';
export { DiscRecorder2 } from './disc-recorder2.ts';
export { currentProfile } from './drive/current-profile.ts';
export { type DiscState, discStateInWords, readDiscState, type TrackState } from './drive/disc-state.ts';
export { Drive } from './drive/drive.ts';
export type { DriveCapabilities } from './drive/drive-capabilities.ts';
export { ejectDisc } from './drive/eject.ts';
export { StillBusyError } from './drive/ready.ts';
export { speedKBps, speedTimes } from './drive/write-speed.ts';
export {
  BinCueImage,
  type BinCueOptions,
  type BinCueResult,
  type CueIndex,
  type CueSheet,
  type CueSheetTrack,
  type CueTrackMode,
  type ExportProgress,
  exportBinCue,
  exportWavs,
  ImageError,
  type ImageErrorKind,
  type ImageTrack,
  parseCueSheet,
  type WavFilesOptions,
} from './image/index.ts';
export {
  type AudioTrackData,
  type DDiscFormat2TrackAtOnceEventSource,
  type DDiscFormat2TrackAtOnceEvents,
  type DriveOpener,
  HResult,
  type HResultName,
  hresultHex,
  hresultNameOf,
  type IBurnVerification,
  type IDiscFormat2,
  type IDiscFormat2TrackAtOnce,
  type IDiscFormat2TrackAtOnceEventArgs,
  type IDiscRecorder2,
  IMAPI_BURN_VERIFICATION_LEVEL,
  IMAPI_FEATURE_PAGE_TYPE,
  IMAPI_FORMAT2_TAO_WRITE_ACTION,
  IMAPI_MEDIA_PHYSICAL_TYPE,
  IMAPI_MEDIA_WRITE_PROTECT_STATE,
  IMAPI_MODE_PAGE_REQUEST_TYPE,
  IMAPI_MODE_PAGE_TYPE,
  IMAPI_PROFILE_TYPE,
  IMAPI_READ_TRACK_ADDRESS_TYPE,
  ImapiError,
  type ImapiErrorDetails,
  type IWriteEngine2EventArgs,
  type IWriteSpeedDescriptor,
  TrackAtOnce,
} from './imapi2/index.ts';
export { getConfiguration, RequestedFeatures } from './mmc/commands/get-configuration.ts';
export { getWriteSpeeds } from './mmc/commands/get-performance.ts';
export { readAtip } from './mmc/commands/read-atip.ts';
export { readCdText } from './mmc/commands/read-cd-text.ts';
export { readFullToc, readPma, readToc } from './mmc/commands/read-toc.ts';
export { describeFeature, featureName, profilesOf } from './mmc/features.ts';
export { capabilitiesPage, MultiSession, writeSpeedsOf } from './mmc/mode-pages/index.ts';
export { Profile, profileName } from './mmc/profiles.ts';
export { type DriveListing, listDrives, openDrive, openTransport } from './open-drive.ts';
export { readAudioBlocks } from './read/read-blocks.ts';
export { readTableOfContents } from './read/table-of-contents.ts';
export { inquiry } from './scsi/commands/inquiry.ts';
export { startStopUnit } from './scsi/commands/start-stop-unit.ts';
export { type Sense, SenseKey } from './scsi/sense.ts';
export { ChainBrokenError, SenseError, StatusError } from './scsi/sense-error.ts';
export { type ServedNodes, type ServeOptions, type ServingDrive, serveDrive } from './serve-drive.ts';
export {
  describeExchange,
  describeTraceHeader,
  openTraceFile,
  RecordingTransport,
  readTrace,
  recordToFile,
  TraceError,
  type TraceFile,
} from './trace/index.ts';
export type { Clock, ScsiReply, ScsiRequest, ScsiTransport } from './transport/transport.ts';
export { TransportError, type TransportErrorKind } from './transport/transport-error.ts';
export {
  type BlankOptions,
  type BlankProgress,
  type BlankType,
  BurnError,
  type BurnOptions,
  type BurnPhase,
  type BurnProgress,
  type BurnResult,
  type BurnSpeed,
  blankDisc,
  blocksNeeded,
  burnAudio,
  closeDisc,
  type Fill,
  MOST_TRACKS,
  type RepairProgress,
  type SentTrack,
  type SessionOptions,
  SHORTEST_TRACK_BLOCKS,
  SourceError,
  type StepProgress,
  TrackAtOnceSession,
  type TrackComparison,
  type TrackReader,
  type TrackSource,
  trackBlocks,
  type VerifyProgress,
  type WriteProgress,
} from './write/index.ts';
