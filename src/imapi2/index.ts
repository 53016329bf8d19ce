/** `discwright/imapi2`: Microsoft's IMAPI2, in camelCase, on every drive that `openDrive` opens. */
export * from './core/enums.ts';
export * from './core/enums-file-system.ts';
export * from './core/enums-formats.ts';
export { HResult, type HResultName, hresultHex, hresultNameOf, isFailure } from './core/hresult.ts';
export { ImapiError, type ImapiErrorDetails } from './core/imapi-error.ts';
export { hresultOfFailure, hresultOfSense } from './core/sense-to-hresult.ts';
export type { ByteReader, ByteStream, Chunks, StreamData } from './core/stream-data.ts';
export { DiscFormat2Erase } from './format2/disc-format2-erase.ts';
export type { LeaveOpen } from './format2/ending.ts';
export { TrackAtOnce } from './format2/track-at-once.ts';
export type * from './interfaces/index.ts';
export { DiscMaster2, type DiscMaster2Options } from './master/disc-master2.ts';
export { DiscRecorder2, type DriveOpener } from './recorder/disc-recorder2.ts';
