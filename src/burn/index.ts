export { type BlankOptions, type BlankType, blankDisc } from './blank.ts';
export { type BurnOptions, type BurnResult, burnAudio } from './burn-audio.ts';
export { BurnError, type BurnPhase, SourceError } from './burn-error.ts';
export type { BurnSpeed } from './burn-speed.ts';
export { closeDisc, closeSession } from './close-session.ts';
export { blocksPerRead, readAudioBlocks, type TrackComparison } from './compare-track.ts';
export { type Finalization, finalizationOf } from './finalization.ts';
export { checkMedium, currentProfile } from './medium-check.ts';
export { blocksNeeded, durationText, PREGAP_BLOCKS, planTracks, RUN_OUT_BLOCKS, type TrackPlan } from './plan.ts';
export type {
  BlankProgress,
  BurnProgress,
  Fill,
  RepairProgress,
  StepProgress,
  VerifyProgress,
  WriteProgress,
} from './progress.ts';
export { type SessionOptions, TrackAtOnceSession } from './track-at-once-session.ts';
export {
  AUDIO_BLOCK_BYTES,
  MOST_TRACKS,
  SHORTEST_TRACK_BLOCKS,
  type TrackReader,
  type TrackSource,
  trackBlocks,
} from './track-source.ts';
export { checkTableOfContents, checkTrack, readTableOfContents } from './verify.ts';
export type { SentTrack } from './write-track.ts';
