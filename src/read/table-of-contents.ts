import { ask } from '../drive/ask.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { requireKnownOptions, SIGNAL_OPTIONS, type SignalOptions } from '../known-options.ts';
import { LEAD_OUT_TRACK, readToc } from '../mmc/commands/read-toc.ts';

const HEADER_BYTES = 4;
const DESCRIPTOR_BYTES = 8;
/** 99 tracks and the lead-out. */
const MAX_DESCRIPTORS = 100;

/** A track in the table of contents: its start, and the CONTROL and ADR nibbles of its Q channel. */
export interface ListedTrack {
  readonly track: number;
  readonly startLba: number;
  readonly control: number;
  readonly adr: number;
}

/** The tracks and sessions that the drive lists (MMC-5 6.25). */
export interface TableOfContents {
  readonly tracks: readonly ListedTrack[];
  readonly leadOutLba: number | undefined;
}

/**
 * The tracks in the table of contents, and where they and the lead-out begin, from READ TOC (MMC-5 6.26).
 * @throws SenseError 5/24/00 from drives when the disc has no closed session; TransportError, OptionsError; the signal's reason
 */
export async function readTableOfContents(drive: Drive, options: SignalOptions = {}): Promise<TableOfContents> {
  requireDrive('readTableOfContents()', drive);
  requireKnownOptions('readTableOfContents()', options, SIGNAL_OPTIONS);
  const { signal } = options;
  const allocationLength = HEADER_BYTES + MAX_DESCRIPTORS * DESCRIPTOR_BYTES;
  const { entries } = await ask(drive, readToc({ allocationLength }), { signal });
  return {
    tracks: entries.filter((entry) => entry.track !== LEAD_OUT_TRACK),
    leadOutLba: entries.find((entry) => entry.track === LEAD_OUT_TRACK)?.startLba,
  };
}
