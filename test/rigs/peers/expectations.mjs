import assert from 'node:assert/strict';
import { openDrive, readAudioBlocks, readDiscState, SenseError } from '../../../dist/index.js';
import { decodeCdText, read10, readCdText, readFullToc, sessionsOf } from '../../../dist/mmc/index.js';
import { AUDIO_BLOCK_BYTES, assertSameBytes } from '../support/saved-disc.mjs';

const DATA_BLOCK_BYTES = 2_048;
const BLOCKS_AT_ONCE = 27;
const MOST_TOC_BYTES = 2_048;
const MOST_CD_TEXT_BYTES = 4_096;
const PAUSE_BLOCKS = 150;
const RUN_OUT_BLOCKS = 2;
const AFTER_FIRST_SESSION_BLOCKS = 11_400;
const AFTER_LATER_SESSION_BLOCKS = 6_900;

const blocksOf = ({ kind, bytes }) => bytes.length / (kind === 'audio' ? AUDIO_BLOCK_BYTES : DATA_BLOCK_BYTES);

/**
 * Where tracks must be, computed from what was written: between Track-At-Once tracks are two blocks of run-out and a pause of
 * 150; the tracks of a session that was written in one go follow each other directly.
 */
function placesOf({ sessions, gapless = false }) {
  const gapBlocks = gapless ? 0 : RUN_OUT_BLOCKS + PAUSE_BLOCKS;
  const tracks = [];
  const leadOuts = [];
  let lba = 0;
  for (const [index, session] of sessions.entries()) {
    for (const track of session) {
      const lengthBlocks = blocksOf(track);
      tracks.push({ ...track, number: tracks.length + 1, session: index + 1, startLba: lba, lengthBlocks });
      lba += lengthBlocks + gapBlocks;
    }
    leadOuts.push(gapless ? lba : lba - PAUSE_BLOCKS);
    lba = leadOuts.at(-1) + (index === 0 ? AFTER_FIRST_SESSION_BLOCKS : AFTER_LATER_SESSION_BLOCKS);
  }
  return { tracks, leadOuts };
}

/** Stops the server and reads its disc through our own driver. */
async function lookAtDisc(virtual, work) {
  await virtual.stop();
  const drive = await openDrive(`sim:${virtual.discPath}`);
  try {
    return await work(drive, await readDiscState(drive));
  } finally {
    await drive.close();
  }
}

/**
 * @param expected `status`; `lastSession` if it differs from that; `sessions`: the tracks of each, with `kind` and `bytes`;
 * `closed`: how many of the sessions are in the table of contents (default all); `gapless`: each session was written in one go;
 * `pauses`: the blocks at a track's end that Q calls the pause of the next one; `texts`: CD-TEXT
 */
export const assertDisc = (virtual, expected) =>
  lookAtDisc(virtual, async (drive, state) => {
    const { status, lastSession = status, sessions, closed = sessions.length, pauses = 0, texts } = expected;
    const { tracks, leadOuts } = placesOf(expected);
    assert.deepEqual({ status: state.status, lastSession: state.lastSession }, { status, lastSession });
    assert.deepEqual(
      state.tracks.map(({ bytes, ...track }) => track),
      tracks.map(({ bytes, lengthBlocks, ...track }) => {
        const last = track.number === tracks.length;
        const mode = track.kind === 'audio' ? { control: 0, dataMode: 15 } : { control: 4, dataMode: 1 };
        return { ...track, ...mode, lengthBlocks: lengthBlocks - (last ? 0 : pauses), open: false, damaged: false };
      }),
    );
    await assertToc(drive, tracks, leadOuts.slice(0, closed));
    for (const track of tracks) assertSameBytes(await readTrack(drive, track), track.bytes, `track ${track.number}`);
    if (texts !== undefined) {
      const { entries } = await drive.execute(readCdText({ allocationLength: MOST_CD_TEXT_BYTES }));
      const { blocks, damagedPacks } = decodeCdText(entries);
      assert.equal(damagedPacks, 0);
      assert.deepEqual(
        blocks.map(({ album, tracks }) => ({ album, tracks })),
        [texts],
      );
    }
  });

async function assertToc(drive, tracks, leadOuts) {
  assert.deepEqual(
    sessionsOf(await tocEntries(drive)).map(({ leadOutLba, tracks }) => ({
      leadOutLba,
      tracks: tracks.map(({ number, kind, startLba }) => ({ number, kind, startLba })),
    })),
    leadOuts.map((leadOutLba, index) => ({
      leadOutLba,
      tracks: tracks
        .filter(({ session }) => session === index + 1)
        .map(({ number, kind, startLba }) => ({ number, kind, startLba })),
    })),
  );
}

/** None if no session is closed yet: there is no lead-in to read. */
async function tocEntries(drive) {
  try {
    return (await drive.execute(readFullToc({ trackOrSession: 1, allocationLength: MOST_TOC_BYTES }))).entries;
  } catch (error) {
    if (error instanceof SenseError) return [];
    throw error;
  }
}

async function readTrack(drive, { kind, startLba, lengthBlocks }) {
  const parts = [];
  for (let done = 0; done < lengthBlocks; done += BLOCKS_AT_ONCE) {
    const lba = startLba + done;
    const blocks = Math.min(BLOCKS_AT_ONCE, lengthBlocks - done);
    parts.push(
      kind === 'audio'
        ? await readAudioBlocks(drive, { startLba: lba, lengthBlocks: blocks })
        : await drive.execute(read10({ lba, lengthBlocks: blocks })),
    );
  }
  return Buffer.concat(parts);
}

/** Asserts that nothing has been written. */
export const assertBlank = (virtual) =>
  lookAtDisc(virtual, (_drive, { status, lastSession, tracks }) => {
    assert.deepEqual({ status, lastSession, tracks }, { status: 'blank', lastSession: 'empty', tracks: [] });
  });
