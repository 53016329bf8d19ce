import { PREGAP_BLOCKS } from '../../../cd/geometry.ts';
import type { Extent } from '../../engine/send-extent.ts';
import { blocksInSession } from '../../engine/session-blocks.ts';
import { formatOf, type TrackSource } from '../../engine/track-source.ts';
import type { Unit } from '../../recipe.ts';
import { layOut, type SessionLayout } from '../../whole-session/layout.ts';
import { rawExtents } from './raw-extents.ts';

/** A whole disc as raw blocks of 2,448 bytes, without a drive. */
export interface RawSession {
  readonly layout: SessionLayout;
  /** Lead-in, program and lead-out, one after the other. */
  readonly extents: Unit<Extent>;
}

export interface RawSessionOptions {
  /** Where the lead-in begins. */
  readonly leadInLba: number;
  /** The number of the first track. Default 1. */
  readonly firstTrack?: number | undefined;
  readonly catalogueNumber?: string | undefined;
}

/** Lays tracks out as RAW 96 writes them onto a blank disc, and makes its blocks. */
export function rawSession(
  sources: Unit<TrackSource>,
  { leadInLba, firstTrack = 1, catalogueNumber }: RawSessionOptions,
): RawSession {
  const plans = sources.map((source, index) => ({
    number: firstTrack + index,
    source,
    format: formatOf(source),
    lengthBlocks: blocksInSession(source, { isLast: index === sources.length - 1 }),
  }));
  const layout = layOut(-PREGAP_BLOCKS, plans);
  return { layout, extents: rawExtents({ layout, leadInLba, packs: undefined }, catalogueNumber) };
}
