export { DiscRecorder2, type DriveOpener } from './disc-recorder2.ts';
export * from './enums.ts';
export { HResult, type HResultName, hresultHex, hresultNameOf, isFailure } from './hresult.ts';
export { ImapiError, type ImapiErrorDetails } from './imapi-error.ts';
export type * from './interfaces/index.ts';
export { hresultOfFailure, hresultOfSense } from './sense-to-hresult.ts';
export { TrackAtOnce } from './track-at-once.ts';
