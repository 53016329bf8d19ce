export { type Finalization, finalizationOf } from './ending.ts';
export { BurnError, type BurnPhase, SourceError } from './engine/burn-error.ts';
export type { BurnSpeed } from './engine/burn-speed.ts';
export { closeDisc, closeSession } from './engine/close-session.ts';
export type {
  BlankProgress,
  BurnProgress,
  Fill,
  RepairProgress,
  StepProgress,
  VerifyProgress,
  WriteProgress,
} from './engine/progress.ts';
export { type TrackReader, type TrackSource, trackBlocks } from './engine/track-source.ts';
export type { SentTrack } from './engine/write-track.ts';
export { type BlankOptions, type BlankType, blankDisc } from './erase/blank.ts';
export { type BurnOptions, type BurnResult, burnAudio } from './recipes/cd-tao/burn-audio.ts';
export { checkMedium } from './recipes/cd-tao/medium-check.ts';
export { blocksNeeded, durationText, planTracks, type TrackPlan } from './recipes/cd-tao/plan.ts';
export { type SessionOptions, TrackAtOnceSession } from './recipes/cd-tao/track-at-once-session.ts';
export type { TrackComparison } from './verify/compare-track.ts';
export { checkTableOfContents, checkTrack } from './verify/verify.ts';
