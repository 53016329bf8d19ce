import { illegalRequest } from './check-condition.ts';
import type { AnyDisc } from './media/any-disc.ts';
import { BlockDisc } from './media/block-disc/block-disc.ts';
import { Disc } from './media/disc.ts';

/** 5/30/02 cannot read medium, incompatible format: a command that only a CD has, sent for another disc. */
export function requireCd(disc: AnyDisc): Disc {
  if (disc instanceof Disc) return disc;
  throw illegalRequest(0x30, 0x02);
}

/** The same for commands that no CD has. */
export function requireBlockDisc(disc: AnyDisc): BlockDisc {
  if (disc instanceof BlockDisc) return disc;
  throw illegalRequest(0x30, 0x02);
}
