import { toHex } from '../../src/codec/index.ts';
import type { Part } from './segments.ts';

export const toc = (session: number, point: number, pointMinute: number, pointSecond: number, pointFrame: number) => ({
  session,
  adr: 1,
  control: 0,
  tno: 0,
  point,
  minute: 0,
  second: 0,
  frame: 0,
  zero: 0,
  pointMinute,
  pointSecond,
  pointFrame,
});
export const inData = (entry: ReturnType<typeof toc>) => ({ ...entry, control: 4 });
export const cue = (track: number, index: number, minute: number, second: number, frame: number) => ({
  track,
  index,
  subChannelForm: 0,
  dataForm: 0,
  alternateCopy: false,
  minute,
  second,
  frame,
});
export const LEAD_IN = { ...cue(0, 0, 0, 0, 0), dataForm: 1 };
export const LEAD_IN_WITH_TEXT = { ...LEAD_IN, subChannelForm: 1 };
export const leadOut = (second: number, frame: number) => ({ ...cue(0xaa, 1, 0, second, frame), dataForm: 1 });
export const cueSheet = (...positions: ReturnType<typeof cue>[]) => ({
  'cue sheet entry': positions.map(({ track, index, subChannelForm, dataForm, minute, second, frame }) => ({
    control: 0,
    adr: 1,
    content: toHex(Uint8Array.of(track, index, subChannelForm * 64 + dataForm, 0, minute, second, frame)),
  })),
  'cue sheet position': positions,
});
/** 40x to 4x in units of 176.4 kB/s, as cdrskin lists the emulator's speeds. */
export const SPEEDS = [7056, 5645, 4234, 2823, 1764, 706];

export const AUDIO_TOC = [
  toc(1, 0xa0, 1, 0, 0),
  toc(1, 0xa1, 3, 0, 0),
  toc(1, 0xa2, 0, 22, 38),
  toc(1, 1, 0, 2, 0),
  toc(1, 2, 0, 9, 0),
  toc(1, 3, 0, 18, 0),
];

export const AUDIO_CONTROL = {
  immediate: false,
  stopOnTrackCrossing: false,
  port0Channels: 1,
  port0Volume: 255,
  port1Channels: 2,
  port1Volume: 255,
  port2Channels: 0,
  port2Volume: 0,
  port3Channels: 0,
  port3Volume: 0,
};

/**
 * What recorded bytes mean where Wireshark does not read them, known from elsewhere: what was burned (three tracks of 375, 525
 * and 338 blocks on a blank 80-minute disc, 97:34:23 to 79:59:73), the programs' options, and what they did with the bytes.
 */
export interface Fact {
  readonly why: string;
  readonly cdb: string;
  readonly part: Part;
  /** The beginning of the bytes, where the CDB was answered differently at other times. */
  readonly bytes?: string;
  /** By declaration: the values of its segments in order; only the fields named are compared. */
  readonly says: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}
