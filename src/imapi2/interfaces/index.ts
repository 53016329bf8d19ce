export type { IBurnVerification, IDiscFormat2, IWriteSpeedDescriptor } from './disc-format2.ts';
export type { IDiscRecorder2 } from './disc-recorder2.ts';
export type { AudioTrackData, IDiscFormat2TrackAtOnce } from './track-at-once.ts';
export type {
  DDiscFormat2TrackAtOnceEventSource,
  DDiscFormat2TrackAtOnceEvents,
  IDiscFormat2TrackAtOnceEventArgs,
  IWriteEngine2EventArgs,
} from './track-at-once-events.ts';
