import { bit, EncodeError, struct } from '../codec/index.ts';

/** The CONTROL nibble of Q in the low half of a byte (ECMA-130 22.3.1; MMC-5 table 667). */
const nibble = struct(1, {
  fourChannels: bit(0, 3),
  data: bit(0, 2),
  copyPermitted: bit(0, 1),
  preEmphasisOrIncremental: bit(0, 0),
});

/** The values that have names in MMC-5 table 667. */
export const TrackMode = {
  Audio: 0,
  AudioPreEmphasis: 1,
  AudioCopyPermitted: 2,
  AudioPreEmphasisCopyPermitted: 3,
  Data: 4,
  DataIncremental: 5,
  DataCopyPermitted: 6,
} as const;
/** A value of the constant of the same name. */
export type TrackMode = (typeof TrackMode)[keyof typeof TrackMode];

/** What the CONTROL nibble says about a track. */
export interface Control {
  readonly kind: 'audio' | 'data';
  readonly copyPermitted: boolean;
  /** Of audio only: the same bit of a data track says that it was recorded in packets. */
  readonly preEmphasis: boolean;
  /** Of data only. */
  readonly incremental: boolean;
  /** Of audio; no disc is known to have it. Reserved in data tracks. */
  readonly fourChannels: boolean;
}

/** The CONTROL nibble of Q (0 to 15), in words. @throws DecodeError for a kind of track that does not exist */
export function decodeControl(control: number): Control {
  const { data, copyPermitted, preEmphasisOrIncremental, fourChannels } = nibble.decode(Uint8Array.of(control));
  return {
    kind: data ? 'data' : 'audio',
    copyPermitted,
    preEmphasis: preEmphasisOrIncremental && !data,
    incremental: preEmphasisOrIncremental && data,
    fourChannels,
  };
}

/** Flags left out are false; a track without a kind is audio. Throws {@link EncodeError} for flags that the kind cannot have. */
export function encodeControl({ kind = 'audio', preEmphasis, incremental, ...flags }: Partial<Control>): number {
  const data = kind === 'data';
  if (data ? preEmphasis : incremental) {
    throw new EncodeError(data ? 'a data track has no pre-emphasis' : 'an audio track is not recorded in packets');
  }
  const [control = 0] = nibble.encode({
    data,
    preEmphasisOrIncremental: preEmphasis || incremental || false,
    ...flags,
  });
  return control;
}

/**
 * In the frames of Q of an SCMS copy, the copy bit alternates at 9.375 Hz with a duty cycle of 50%: it changes every four
 * blocks, and begins as 0 (MMC-5 7.5.4, the Copy bit of the Write Parameters page).
 */
const COPY_BIT_BLOCKS = 4;

/** The CONTROL nibble of a block of an SCMS copy. @param block counted from the start of the track, its pregap included */
export const alternatingControl = (control: number, block: number): number =>
  encodeControl({ ...decodeControl(control), copyPermitted: Math.floor(block / COPY_BIT_BLOCKS) % 2 === 1 });

/** Asked for every block that is read. */
const KINDS = Array.from({ length: 16 }, (_, control) => decodeControl(control).kind);

/** Whether a CONTROL nibble (0 to 15) is that of a data track. */
export const isDataControl = (control: number): boolean => KINDS[control] === 'data';
