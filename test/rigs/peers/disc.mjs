import {
  decodeCdText,
  openDrive,
  readCdText,
  readDiscState,
  readFullToc,
  SenseError,
  sessionsOf,
} from '../../../dist/index.js';
import { read10, readCd, SectorType } from '../../../dist/mmc/index.js';

const BLOCKS_AT_ONCE = 27;
const MOST_TOC_BYTES = 2_048;

/**
 * All of a saved disc, read through our own driver.
 * @returns `state` as readDiscState tells it, `sessions` of the table of contents, `text` (CD-TEXT) where there is any, and
 * `bytes`: of each track as long as READ TRACK INFORMATION says, PCM or the user data of Mode 1
 */
export async function readDisc(path) {
  const drive = await openDrive(`sim:${path}`);
  try {
    const state = await readDiscState(drive);
    const toc = await unlessRefused(readFullToc({ trackOrSession: 1, allocationLength: MOST_TOC_BYTES }), drive);
    const text = await unlessRefused(readCdText({ allocationLength: 65_000 }), drive);
    const bytes = [];
    for (const track of state.tracks) bytes.push(await readTrack(drive, track));
    return {
      state,
      sessions: sessionsOf(toc?.entries ?? []),
      text: text === undefined || text.entries.length === 0 ? undefined : decodeCdText(text.entries),
      bytes,
    };
  } finally {
    await drive.close();
  }
}

/** For what a disc need not have. */
async function unlessRefused(command, drive) {
  try {
    return await drive.execute(command);
  } catch (error) {
    if (error instanceof SenseError) return undefined;
    throw error;
  }
}

async function readTrack(drive, { kind, startLba, lengthBlocks }) {
  const parts = [];
  for (let done = 0; done < lengthBlocks; done += BLOCKS_AT_ONCE) {
    const lba = startLba + done;
    const blocks = Math.min(BLOCKS_AT_ONCE, lengthBlocks - done);
    const command =
      kind === 'audio'
        ? readCd({ startLba: lba, lengthBlocks: blocks, sectorType: SectorType.Audio, userData: true })
        : read10({ lba, lengthBlocks: blocks });
    parts.push(Buffer.from(await drive.execute(command)));
  }
  return Buffer.concat(parts);
}
