export { type BurnOptions, type BurnResult, burn } from './burn.ts';
export { burnAudio } from './burn-audio.ts';
export { burnData } from './burn-data.ts';
export { type CheckSessionsOptions, checkSessions } from './check-sessions.ts';
export { type ChooseDataRecipeOptions, type ChosenDataRecipe, chooseDataRecipe } from './choose-data-recipe.ts';
export {
  type BurnAudioOptions,
  CD_WRITE_TYPES,
  type CdWriteType,
  type ChooseRecipeOptions,
  type ChosenRecipe,
  checkWriteType,
  chooseRecipe,
} from './choose-recipe.ts';
export {
  type BurnDataOptions,
  DATA_WRITE_TYPES,
  type DataPlace,
  type DataSource,
  type DataWriteType,
} from './data-request.ts';
export type { PlannedSession } from './disc-after.ts';
export { ENDINGS, type Ending } from './ending.ts';
export { BOOK_TYPES, type BookTypeChoice } from './engine/book-type.ts';
export type { BufferReport } from './engine/buffer-report.ts';
export { BurnError, type BurnErrorDetails, type BurnPhase, SourceError } from './engine/burn-error.ts';
export { BURN_ERROR_CODES, type BurnErrorCode } from './engine/burn-error-code.ts';
export type { BurnSpeed } from './engine/burn-speed.ts';
export type { FinishedDisc } from './engine/finished.ts';
export type { FormatKind } from './engine/format-medium.ts';
export type {
  BlankProgress,
  BurnProgress,
  Fill,
  RepairProgress,
  SessionPart,
  StepProgress,
  VerifyProgress,
  WriteProgress,
} from './engine/progress.ts';
export type { Extent, SentTrack } from './engine/send-extent.ts';
export type { CutOff } from './engine/send-unit.ts';
export {
  blocksInSession,
  blocksNeeded,
  type SourceLength,
  sessionBlocks,
} from './engine/session-blocks.ts';
export { type TrackFormat, TrackFormats } from './engine/track-format.ts';
export { type TrackProperties, type TrackReader, type TrackSource, trackBlocks } from './engine/track-source.ts';
export { type BlankOptions, type BlankType, blankDisc } from './erase/blank.ts';
export { type FormatOptions, type FormattedDisc, formatDisc } from './erase/format.ts';
export { type FitSessionsOptions, type FittedSession, fitSessions } from './fit-sessions.ts';

export { type PatchOptions, type PatchResult, patchDisc } from './patch-disc.ts';
export type { Recipe, RecipeRequest, TrackPlan, Unit, Verified, VerifyLevel, WriteJob } from './recipe.ts';
export { bdR, bdRe } from './recipes/bd/bd.ts';
export { cdRaw, cdRawWith } from './recipes/cd-raw/cd-raw.ts';
export { type RawBlockType, rawBlockTypes } from './recipes/cd-raw/raw-block-types.ts';
export { type RawSession, type RawSessionOptions, rawSession } from './recipes/cd-raw/raw-session.ts';
export { cdSessionAtOnce } from './recipes/cd-sao/cd-session-at-once.ts';
export { cdTrackAtOnce } from './recipes/cd-tao/cd-track-at-once.ts';
export { dvdOverwrite } from './recipes/dvd-overwrite/dvd-overwrite.ts';
export { dvdPlusR, dvdPlusRw } from './recipes/dvd-plus/dvd-plus.ts';
export { dvdDiscAtOnce, dvdIncremental } from './recipes/dvd-sequential/dvd-sequential.ts';
export { type CloseDiscOptions, type ClosedDisc, closeDisc } from './repair/close-disc.ts';
export { recoverDisc } from './repair/recover-disc.ts';
export type { FoundProgress, RecoverDiscOptions, RecoverProgress, Recovery } from './repair/recovery.ts';
export type { VerifyTrackOptions, WriteUnitOptions } from './session-operations.ts';
export { DEFAULT_FIFO_BYTES, type SessionOptions } from './session-options.ts';
export { checkTableOfContents } from './verify/check-table-of-contents.ts';
export { checkTrack } from './verify/check-track.ts';
export type { TrackComparison } from './verify/compare-track.ts';
export { WriteSession } from './write-session.ts';
