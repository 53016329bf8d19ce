import assert from 'node:assert/strict';
import { msfOfLba } from '../../../dist/index.js';
import { assertSameBytes } from '../support/saved-disc.mjs';
import { FILES } from './burned-discs.mjs';
import {
  cdInfo,
  cdparanoiaRip,
  cdparanoiaToc,
  cdrdaoReadCd,
  cdrdaoReadToc,
  cdrskinMinfo,
  isoinfoFile,
  isoinfoList,
  isoinfoListByNode,
  listedToc,
  readomClone,
  readomData,
  readomFullToc,
} from './reader-programs.mjs';

/*
 * `sessions` is what was burned: for each session its tracks (`number`, `startLba`, `kind`, `bytes`) and where its lead-out begins.
 * Each check throws if a program finds something else.
 */

const BLOCK_BYTES = { audio: 2_352, data: 2_048 };
const CONTROL = { audio: 0, data: 4 };

const tracksOf = (sessions) => sessions.flatMap(({ tracks }) => tracks);
const blocksOf = ({ kind, bytes }) => bytes.length / BLOCK_BYTES[kind];
const sole = (tracks, names) => tracks.map((track) => Object.fromEntries(names.map((name) => [name, track[name]])));

/** In a table of contents, a track ends where the next one begins. */
const withEnds = ({ tracks, leadOutLba }) =>
  tracks.map((track, index) => ({ ...track, endLba: tracks[index + 1]?.startLba ?? leadOutLba }));

export async function checkCdInfo(drive, sessions) {
  const seen = await cdInfo(drive);
  assert.deepEqual(seen.tracks, sole(tracksOf(sessions), ['number', 'startLba', 'kind']));
  assert.equal(seen.leadOutLba, sessions.at(-1).leadOutLba);
  assert.equal(seen.lastSessionLba, sessions.at(-1).tracks[0].startLba);
  const hasData = tracksOf(sessions).some(({ kind }) => kind === 'data');
  assert.equal(seen.label, hasData ? 'CDROM' : undefined);
  return seen;
}

export async function checkCdparanoiaToc(drive, sessions) {
  const seen = await cdparanoiaToc(drive);
  const all = sessions.flatMap(withEnds);
  // It treats audio of several sessions as one list; before a data session it knows where audio ends.
  const expected = all.map((track, index) => ({
    ...track,
    lengthBlocks: (all[index + 1]?.kind === 'audio' ? all[index + 1].startLba : track.endLba) - track.startLba,
  }));
  const audio = expected.filter(({ kind }) => kind === 'audio');
  assert.deepEqual(
    seen,
    sole(audio, ['number', 'lengthBlocks', 'startLba']).map((track) => ({
      ...track,
      copy: 'no',
      preEmphasis: 'no',
      channels: 2,
    })),
  );
}

/** Each track to its end on the disc: the sound, and then silence. */
export async function checkRips(drive, sessions) {
  for (const session of sessions) {
    for (const { number, startLba, endLba, kind, bytes } of withEnds(session)) {
      if (kind !== 'audio') continue;
      const ripped = await cdparanoiaRip(drive, number, endLba - startLba);
      assert.equal(ripped.length, (endLba - startLba) * BLOCK_BYTES.audio, `track ${number} as cdparanoia rips it`);
      assertSameBytes(ripped.subarray(0, bytes.length), bytes, `track ${number} as cdparanoia rips it`);
      assert.ok(ripped.subarray(bytes.length).every((byte) => byte === 0));
    }
  }
}

/** The disc in one piece, as cdrdao copies it. */
export async function checkCopy(drive, { tracks, leadOutLba }) {
  const copy = await cdrdaoReadCd(drive);
  assert.equal(copy.length, leadOutLba * BLOCK_BYTES.audio);
  for (const { number, startLba, bytes } of tracks) {
    const start = startLba * BLOCK_BYTES.audio;
    assertSameBytes(copy.subarray(start, start + bytes.length), bytes, `track ${number} as cdrdao copies it`);
  }
}

/** Blocks with their raw sub-channels, from the first to the lead-out. */
export async function checkClone(drive, session) {
  const clone = await readomClone(drive);
  assert.equal(clone.length, session.leadOutLba);
  for (const { number, startLba, bytes } of session.tracks) {
    const blocks = bytes.length / BLOCK_BYTES.audio;
    const sound = clone.slice(startLba, startLba + blocks).map(({ main }) => main);
    assertSameBytes(Buffer.concat(sound), bytes, `track ${number} as readom -clone reads it`);
    for (const { q } of clone.slice(startLba, startLba + blocks)) assert.deepEqual([q[1], q[2]], [number, 1]);
  }
}

const address = (lba) => {
  const { minute, second, frame } = msfOfLba(lba);
  return [minute, second, frame];
};

export async function checkFullToc(drive, sessions) {
  const entries = (await readomFullToc(drive)).filter(({ point }) => point < 0xb0);
  assert.deepEqual(
    entries,
    sessions.flatMap(({ tracks, leadOutLba }, index) => {
      const [first, last] = [tracks[0], tracks.at(-1)];
      const entry = (point, track, where) => ({
        session: index + 1,
        control: CONTROL[track.kind],
        point,
        address: where,
      });
      return [
        entry(0xa0, first, [first.number, 0, 0]),
        entry(0xa1, last, [last.number, 0, 0]),
        entry(0xa2, last, address(leadOutLba)),
        ...tracks.map((track) => entry(track.number, track, address(track.startLba))),
      ];
    }),
  );
}

export async function checkCdrdao(drive, sessions) {
  const seen = [];
  for (const [index, session] of sessions.entries()) {
    const { listed, tracks, leadOutLba, controlsMatch, ...rest } = await cdrdaoReadToc(drive, index + 1);
    assert.deepEqual(
      tracks,
      withEnds(session).map(({ number, kind, startLba, endLba }) => {
        return { number, kind, control: CONTROL[kind], startLba, lengthBlocks: endLba - startLba };
      }),
    );
    assert.equal(leadOutLba, session.leadOutLba);
    // It numbers a session's tracks from 1, and ignores the sub-channels of tracks that have other numbers.
    const found = session.tracks.filter(({ kind, number }, place) => kind === 'audio' && number === place + 1);
    assert.equal(controlsMatch, found.length);
    const modes = { audio: 'AUDIO', data: 'MODE1' };
    assert.deepEqual(
      listed.map(({ mode }) => mode),
      session.tracks.map(({ kind }) => modes[kind]),
    );
    seen.push({ listed, ...rest });
  }
  return seen;
}

export async function checkListings(drive, sessions) {
  const expected = tracksOf(sessions).map(({ number, startLba, kind }) => {
    return { number, startLba, control: CONTROL[kind] };
  });
  const wodim = await listedToc(drive, 'wodim');
  assert.deepEqual(wodim, { tracks: expected, leadOuts: [sessions.at(-1).leadOutLba] });
  const cdrskin = await listedToc(drive, 'cdrskin');
  assert.deepEqual(cdrskin, { tracks: expected, leadOuts: sessions.map(({ leadOutLba }) => leadOutLba) });
}

/** Tracks by READ TRACK INFORMATION, with the lengths that were written; only a session's last audio track extends to its lead-out. */
export async function checkMinfo(drive, sessions, { isAppendable = false } = {}) {
  const { words, tracks } = await cdrskinMinfo(drive);
  const expected = sessions.flatMap((session, index) =>
    withEnds(session).map((track) => {
      const { number, startLba, kind } = track;
      const upToLeadOut = kind === 'audio' && track.endLba === session.leadOutLba;
      const lengthBlocks = upToLeadOut ? track.endLba - startLba : blocksOf(track);
      return { number, session: index + 1, kind, startLba, endLba: startLba + lengthBlocks - 1, lengthBlocks };
    }),
  );
  assert.deepEqual(tracks, expected);
  const { number: first } = sessions.at(-1).tracks[0];
  const { number: last } = sessions.at(-1).tracks.at(-1);
  const named = ['disk status', 'number of sessions', 'first track in last sess', 'last track in last sess'];
  assert.deepEqual(
    named.map((name) => words[name]),
    // It counts the session that may follow, and its first track.
    isAppendable
      ? ['incomplete/appendable', sessions.length + 1, last + 1, last + 1].map(String)
      : ['complete', sessions.length, first, last].map(String),
  );
}

/** The image on the disc is what was burned, and its files can be extracted. */
export async function checkImage(drive, { tracks: [{ startLba, bytes }] }) {
  const endLba = startLba + bytes.length / BLOCK_BYTES.data;
  assertSameBytes(await readomData(drive, startLba, endLba), bytes, 'what readom reads');
  const lengths = Object.entries(FILES).map(([name, content]) => [name, content.length]);
  assert.deepEqual(await isoinfoList(drive, startLba), Object.fromEntries(lengths));
  if (startLba === 0) assert.deepEqual(await isoinfoListByNode(drive), Object.fromEntries(lengths));
  for (const [name, content] of Object.entries(FILES))
    assertSameBytes(await isoinfoFile(drive, startLba, name), content, name);
}

/** Runs all programs that read tables of contents. */
export async function checkContents(drive, sessions, options) {
  await checkCdInfo(drive, sessions);
  await checkFullToc(drive, sessions);
  await checkCdrdao(drive, sessions);
  await checkListings(drive, sessions);
  await checkMinfo(drive, sessions, options);
}
