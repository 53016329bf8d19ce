import { fromBcd, struct, toBcd, u8 } from '../codec/index.ts';
import { type Msf, msfFromBcd, writeBcd } from './msf.ts';
import {
  fromQByte,
  Q_FRAME_BYTES,
  Q_LAST_TIME_BYTE,
  Q_TIME_BYTE,
  QMode,
  qCommonFields,
  qTimeFields,
  toQByte,
  withQCrc,
} from './q-channel.ts';

/** The position of a block of the program area or of a lead-out, as a player shows it. */
export interface QPosition {
  readonly control: number;
  /** 1 to 99, or LEAD_OUT_TRACK. */
  readonly track: number;
  /** 0 in the pause before the track, 1 from its start onward. */
  readonly index: number;
  /** Counts up from the start of the track; in a pause down to it. */
  readonly relative: Msf;
  readonly absolute: Msf;
}

/** ECMA-130 22.3.3. */
const layout = struct(Q_FRAME_BYTES, { ...qCommonFields, track: u8(1), index: u8(2), ...qTimeFields });

const NO_TIME = new Uint8Array(3);

/** Encodes the frame of a block whose times these are. The next call changes it. Throws EncodeError, as {@link encodePosition}. */
export type EncodeTimes = (relative: Msf, absolute: Msf) => Uint8Array;

/**
 * For the frames of many blocks, which differ only in their times.
 * @throws EncodeError for numbers of more than two digits
 */
export function positionFrames({ control, track, index }: Omit<QPosition, 'relative' | 'absolute'>): EncodeTimes {
  const frame = layout.encode({
    control,
    adr: QMode.Position,
    track: toQByte(track),
    index: toBcd(index),
    time: NO_TIME,
    lastTime: NO_TIME,
  });
  return (relative, absolute) => {
    writeBcd(frame, Q_TIME_BYTE, relative);
    writeBcd(frame, Q_LAST_TIME_BYTE, absolute);
    return withQCrc(frame);
  };
}

/** Throws EncodeError for numbers of more than two digits. */
export const encodePosition = ({ relative, absolute, ...place }: QPosition): Uint8Array =>
  positionFrames(place)(relative, absolute);

/** Undefined for a frame of another mode. The CRC is not checked. */
export function decodePosition(bytes: Uint8Array): QPosition | undefined {
  const { control, adr, track, index, time, lastTime } = layout.decode(bytes);
  if (adr !== QMode.Position) return undefined;
  return {
    control,
    track: fromQByte(track),
    index: fromBcd(index),
    relative: msfFromBcd(time),
    absolute: msfFromBcd(lastTime),
  };
}
