import { BLOCKS_PER_SECOND } from './cd-layout.ts';
import type { Msf } from './media.ts';

/** LBA 0 is 00:02:00. */
const FIRST_ADDRESS_BLOCKS = 150;
/** 100 minutes: addresses from 90:00:00 on count backwards from the program area (MMC-5 table 720). */
const WRAP_BLOCKS = 450_000;
const LOWEST_WRAPPED_MINUTE = 90;

export function lbaToMsf(lba: number): Msf {
  const blocks = lba + FIRST_ADDRESS_BLOCKS + (lba < -FIRST_ADDRESS_BLOCKS ? WRAP_BLOCKS : 0);
  return {
    minute: Math.floor(blocks / BLOCKS_PER_SECOND / 60),
    second: Math.floor(blocks / BLOCKS_PER_SECOND) % 60,
    frame: blocks % BLOCKS_PER_SECOND,
  };
}

export function msfToLba({ minute, second, frame }: Msf): number {
  const blocks = (minute * 60 + second) * BLOCKS_PER_SECOND + frame - FIRST_ADDRESS_BLOCKS;
  return minute >= LOWEST_WRAPPED_MINUTE ? blocks - WRAP_BLOCKS : blocks;
}
