import { sessionsOf, type TocSession } from '../cd/toc.ts';
import { DecodeError } from '../codec/index.ts';
import { ask } from '../drive/ask.ts';
import type { Drive } from '../drive/drive.ts';
import { readFullToc } from '../mmc/commands/read-toc.ts';
import { SenseError, StatusError } from '../scsi/sense-error.ts';

/** Header, and entries of 11 bytes: more than 99 tracks in as many sessions have. */
const FULL_TOC_BYTES = 8_192;

/** The sessions in the tables of contents; none where the drive has none of this disc. */
export async function readSessions(
  drive: Drive,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly TocSession[]> {
  try {
    const { entries } = await ask(drive, readFullToc({ allocationLength: FULL_TOC_BYTES }), options);
    return sessionsOf(entries);
  } catch (error) {
    if (error instanceof SenseError || error instanceof StatusError || error instanceof DecodeError) return [];
    throw error;
  }
}
