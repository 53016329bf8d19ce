export type { IBurnVerification, IDiscFormat2, IWriteSpeedDescriptor } from './disc-format2.ts';
export type {
  DDiscFormat2DataEventSource,
  DDiscFormat2DataEvents,
  IDiscFormat2Data,
  IDiscFormat2DataEventArgs,
} from './disc-format2-data.ts';
export type {
  DDiscFormat2EraseEventSource,
  DDiscFormat2EraseEvents,
  IDiscFormat2Erase,
} from './disc-format2-erase.ts';
export type {
  DDiscFormat2RawCDEventSource,
  DDiscFormat2RawCDEvents,
  IDiscFormat2RawCD,
  IDiscFormat2RawCDEventArgs,
} from './disc-format2-raw-cd.ts';
export type { DDiscMaster2EventSource, DDiscMaster2Events, IDiscMaster2 } from './disc-master2.ts';
export type { IDiscRecorder2 } from './disc-recorder2.ts';
export type { CommandOutcome, CommandReply, IDiscRecorder2Ex } from './disc-recorder2-ex.ts';
export type {
  IMultisession,
  IMultisessionRandomWrite,
  IMultisessionSequential,
  IMultisessionSequential2,
} from './multisession.ts';
export type { IRawCDImageCreator, IRawCDImageTrackInfo } from './raw-cd-image.ts';
export type {
  IBlockRange,
  IBlockRangeList,
  IStreamConcatenate,
  IStreamInterleave,
  IStreamPseudoRandomBased,
} from './streams.ts';
export type { AudioTrackData, IDiscFormat2TrackAtOnce } from './track-at-once.ts';
export type {
  DDiscFormat2TrackAtOnceEventSource,
  DDiscFormat2TrackAtOnceEvents,
  IDiscFormat2TrackAtOnceEventArgs,
  IWriteEngine2EventArgs,
} from './track-at-once-events.ts';
export type { DWriteEngine2EventSource, DWriteEngine2Events, IWriteEngine2 } from './write-engine2.ts';
