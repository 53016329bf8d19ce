import { bits, bytes, struct, u8 } from '../../codec/index.ts';
import type { Msf } from '../../mmc/address.ts';
import { msfOfLba } from '../../mmc/address.ts';
import type { Track } from './structure.ts';

export const FORMATTED_Q_BYTES = 16;

/** Q sub-channel, mode 1, in binary-coded decimal as on the disc (MMC-5 table 356). The CRC is left zero, as it may be. */
const formattedQData = struct(FORMATTED_Q_BYTES, {
  control: bits(0, [7, 4]),
  adr: bits(0, [3, 0]),
  track: u8(1),
  index: u8(2),
  relative: bytes(3, 3),
  absolute: bytes(7, 3),
});

const POSITION = 1;

/** The address where each block stands, as a player shows it. In a pregap the time counts down to the track. */
export function formattedQ(track: Track, lba: number): Uint8Array {
  const inPregap = lba < track.startLba;
  const distance = inPregap ? track.startLba - lba - 1 : lba - track.startLba;
  return formattedQData.encode({
    control: track.control,
    adr: POSITION,
    track: toBcd(track.number),
    index: inPregap ? 0 : 1,
    relative: msfInBcd(msfOfLba(distance - 150)),
    absolute: msfInBcd(msfOfLba(lba)),
  });
}

const toBcd = (value: number): number => Math.floor(value / 10) * 16 + (value % 10);

const msfInBcd = ({ minute, second, frame }: Msf): Uint8Array =>
  Uint8Array.of(toBcd(minute), toBcd(second), toBcd(frame));
