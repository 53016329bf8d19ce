// Burns discs, exports them as BIN/CUE, and reads the images with libcdio's tools and with our own reader: tracks must begin
// where they were burned and have the same sound. Run it by `npm run test:libcdio`; it needs cd-info and cd-read (Debian's
// libcdio-utils).
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BinCueImage } from '../../../dist/image/index.js';
import { exportBinCue } from '../../../dist/index.js';
import { readArguments } from '../../../scripts/arguments.mjs';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { requireTools } from '../support/tools.mjs';
import { finish, scenarios } from './scenarios.mjs';
import { cdInfo, cdRead, libcdioVersion } from './tools.mjs';

readArguments({ usage: 'npm run test:libcdio', what: "Burns and exports discs, and reads them with libcdio's tools." });

const BLOCK_BYTES = 2_352;

requireTools('libcdio rig', join(import.meta.dirname, 'packages.txt'), ['cd-info', 'cd-read']);
const version = libcdioVersion();

/** Whole blocks, as they are on the disc: padded with silence. */
const onDisc = (sound) =>
  Buffer.concat([sound, Buffer.alloc((BLOCK_BYTES - (sound.length % BLOCK_BYTES)) % BLOCK_BYTES)]);

/** Where a track begins in the image, in blocks. */
const startOf = ({ startLba, startBlock = startLba }) => startBlock;

async function checkByLibcdio(cuePath, tracks, { catalog, album }, folder) {
  const info = await cdInfo(cuePath);
  assert.deepEqual(
    info.tracks,
    tracks.map((track) => ({ number: track.number, start: startOf(track), kind: 'audio' })),
  );
  assert.equal(info.leadOut, (await stat(cuePath.replace(/cue$/, 'bin'))).size / BLOCK_BYTES);
  assert.equal(info.catalog, catalog);
  assert.deepEqual(info.album, album === undefined ? {} : { TITLE: album.title, PERFORMER: album.performer });
  assert.deepEqual(
    info.titles,
    tracks.map(({ title }) => title),
  );
  for (const track of tracks) {
    const expected = onDisc(track.sound);
    const blocks = expected.length / BLOCK_BYTES;
    const read = await cdRead(cuePath, startOf(track), blocks, join(folder, 'read.pcm'));
    assert.ok(expected.equals(read), `cd-read: the sound of track ${track.number} differs`);
  }
}

async function checkByOurReader(cuePath, tracks, { catalog, album }) {
  const image = await BinCueImage.open(cuePath);
  assert.deepEqual(
    image.tracks.map(({ number, session, startBlock, mode, isrc, title }) => {
      return { number, session, start: startBlock, mode, isrc, title };
    }),
    tracks.map((track) => {
      const { number, session = 1, isrc, title } = track;
      return { number, session, start: startOf(track), mode: 'AUDIO', isrc, title };
    }),
  );
  const { sheet } = image;
  assert.deepEqual(
    { catalog: sheet.catalog, title: sheet.title, performer: sheet.performer },
    { catalog, ...texts(album) },
  );
  for (const [index, { number, sound, indexes = [0] }] of tracks.entries()) {
    const track = image.tracks[index];
    const offsets = track.indexes
      .filter((each) => each.number > 0)
      .map((each) => each.positionBlocks - track.startBlock);
    assert.deepEqual(offsets, indexes);
    const expected = onDisc(sound);
    assert.ok(track.lengthBlocks * BLOCK_BYTES >= expected.length, `track ${number} is too short`);
    const read = await image.readBlocks(track, 0, expected.length / BLOCK_BYTES);
    assert.ok(expected.equals(Buffer.from(read)), `our reader: the sound of track ${number} differs`);
  }
  await image.close();
}

const texts = ({ title, performer } = {}) => ({ title, performer });

async function timed(row, column, work) {
  const startMs = performance.now();
  const result = await work();
  row[column] = Math.round(performance.now() - startMs);
  return result;
}

const rows = [];
const failures = [];
for (const scenario of scenarios) {
  const row = { scenario: scenario.name };
  const drive = await scenario.open();
  try {
    const tracks = await timed(row, 'burn ms', () => scenario.burn(drive));
    row.tracks = tracks.length;
    await withTemporaryFolder(async (folder) => {
      const cuePath = join(folder, 'disc.cue');
      await timed(row, 'export ms', () => finish(exportBinCue(drive, { cuePath })));
      await timed(row, 'libcdio ms', () => checkByLibcdio(cuePath, tracks, scenario, folder));
      await timed(row, 'own reader ms', () => checkByOurReader(cuePath, tracks, scenario));
    });
    row.result = 'equal';
  } catch (error) {
    row.result = 'FAILED';
    failures.push(`${scenario.name}: ${error.stack}`);
  } finally {
    await drive.close();
  }
  rows.push(row);
}
console.log(`libcdio ${version}`);
console.table(rows);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
