import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { assertSameBytes } from '../support/saved-disc.mjs';
import { ALBUM, burnAlbum, endOf, SOUND, soundBetween, TEXTS } from './album.mjs';
import { cdparanoiaToc, cdrdaoReadCd, cdrdaoReadToc } from './reader-programs.mjs';
import { atVirtualDrive, SR } from './virtual-drive.mjs';

/* Every sample, pregap, index, code, flag and text of the album, by programs that did not burn it. */

const WAV_HEADER_BYTES = 44;

const rowsOf = (text, pattern) => [...text.matchAll(pattern)].map(([, ...cells]) => cells);
const byTrack = (each) => ALBUM.tracks.map(each);
const indexesOf = ({ startLba, indexes }) => indexes.map((lba) => lba - startLba);
const pregapOf = ({ index0, startLba }) => startLba - index0;

/** Texts in a TOC file, language by language, the album's first. */
function textsInToc(toc) {
  const unquoted = (text) =>
    text.replaceAll(/\\(\d{3})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)));
  return TEXTS.map((_, language) =>
    rowsOf(toc, new RegExp(`LANGUAGE ${language} \\{\\s+TITLE "(.*)"\\s+PERFORMER "(.*)"`, 'g')).map(
      ([title, performer]) => ({ title: unquoted(title), performer: unquoted(performer) }),
    ),
  );
}

const expectedTexts = TEXTS.map(({ album, tracks }) => [album, ...tracks]);

function assertToc(toc) {
  assert.deepEqual(textsInToc(toc), expectedTexts);
  assert.match(toc, new RegExp(`LANGUAGE_MAP \\{\\s+0: ${TEXTS[0].language}\\s+1: ${TEXTS[1].language}\\s`));
  assert.deepEqual(
    rowsOf(toc, /^(NO )?COPY\n(NO )?PRE_EMPHASIS$/gm).map(([noCopy, noEmphasis]) => [!noCopy, !noEmphasis]),
    byTrack(({ copy, emphasis }) => [copy, emphasis]),
  );
}

async function checkReadToc(drive) {
  const { listed, tracks, leadOutLba, controlsMatch, catalogNumber } = await cdrdaoReadToc(drive, 1);
  assert.equal(catalogNumber, ALBUM.catalogNumber);
  assert.equal(leadOutLba, ALBUM.leadOutLba);
  assert.equal(controlsMatch, ALBUM.tracks.length);
  assert.deepEqual(
    tracks.map(({ number, startLba, lengthBlocks }) => [number, startLba, lengthBlocks]),
    byTrack((track) => [track.number, track.startLba, endOf(track) - track.startLba]),
  );
  assert.deepEqual(
    listed.map(({ isrc, pregapBlocks, indexes }) => [isrc, pregapBlocks, indexes]),
    byTrack((track) => [track.isrc, pregapOf(track), indexesOf(track)]),
  );
  assertToc(await readFile(drive.path('session1.toc'), 'utf8'));
}

/**
 * Known of cdrdao 1.2.4: `read-cd` counts a pregap only to the end of the chunk in which it begins, so that it reports 6 blocks for 115 here. And
 * where it reads a chunk again, as it does unless paranoia is off, it gives an ISRC that it meets again to the track that it has reached
 * meanwhile: track 3 gets that of track 2. `read-toc` has the right values.
 */
async function checkReadCd(drive) {
  assertSameBytes(await cdrdaoReadCd(drive), SOUND, 'what cdrdao read-cd copies');
  const { isrcs, pregaps } = await checkTocOfCopy(drive, 'read-cd.toc');
  for (const [index, isrc] of isrcs.entries()) {
    const may = ALBUM.tracks.slice(Math.max(0, index - 1), index + 1).map((track) => track.isrc);
    assert.ok(may.includes(isrc), `${isrc} for track ${index + 1}`);
  }
  const plain = ['--paranoia-mode', '0', '--datafile', 'plain.bin', 'plain.toc'];
  await drive.run('cdrdao', ['read-cd', '--device', SR, '--driver', 'generic-mmc', ...plain]);
  assertSameBytes((await readFile(drive.path('plain.bin'))).swap16(), SOUND, 'what it copies without paranoia');
  assert.deepEqual(
    (await checkTocOfCopy(drive, 'plain.toc')).isrcs,
    byTrack(({ isrc }) => isrc),
  );
  return pregaps;
}

async function checkTocOfCopy(drive, name) {
  const toc = await readFile(drive.path(name), 'utf8');
  assertToc(toc);
  assert.equal(/^CATALOG "(\d+)"/m.exec(toc)?.[1], ALBUM.catalogNumber);
  const tracks = toc.split(/^\/\/ Track \d+$/m).slice(1);
  assert.deepEqual(
    tracks.map((text) => rowsOf(text, /^INDEX ([\d:]+)/gm).map(([msf]) => blocksOf(msf))),
    byTrack(indexesOf),
  );
  const pregaps = tracks.map((text) => blocksOf(/^START ([\d:]+)/m.exec(text)?.[1]));
  assert.equal(pregaps[0], pregapOf(ALBUM.tracks[0]));
  for (const [index, track] of ALBUM.tracks.entries()) {
    assert.ok(pregapOf(track) === 0 ? pregaps[index] === 0 : pregaps[index] > 0, `a pregap of ${pregaps[index]}`);
    assert.ok(pregaps[index] <= pregapOf(track), `a pregap of ${pregaps[index]}`);
  }
  return { isrcs: rowsOf(toc, /^ISRC "(\w+)"/gm).flat(), pregaps };
}

const blocksOf = (msf = '0:0:0') =>
  msf.split(':').reduce((sum, part, index) => sum + Number(part) * [4_500, 75, 1][index], 0);

/** The hidden track is cdparanoia's track 0. */
async function checkCdparanoia(drive) {
  assert.deepEqual(
    (await cdparanoiaToc(drive)).map(({ number, startLba, copy, preEmphasis }) => [
      number,
      startLba,
      copy,
      preEmphasis,
    ]),
    byTrack(({ number, startLba, copy, emphasis }) => [number, startLba, copy ? 'OK' : 'no', emphasis ? 'yes' : 'no']),
  );
  await drive.run('cdparanoia', ['-q', '-d', SR, '-B', '--', `0-${ALBUM.tracks.length}`]);
  const places = [[0, ALBUM.tracks[0].startLba], ...byTrack((track) => [track.startLba, endOf(track)])];
  for (const [number, [startLba, endLba]] of places.entries()) {
    const wav = await readFile(drive.path(`track0${number}.cdda.wav`));
    assertSameBytes(wav.subarray(WAV_HEADER_BYTES), soundBetween(startLba, endLba), `track ${number} by cdparanoia`);
  }
}

async function checkCdInfo(drive) {
  const { stdout } = await drive.run('cd-info', ['-C', SR, '--no-cddb', '--no-device-info']);
  assert.deepEqual(
    rowsOf(stdout, /^ +(\d+): (?:\d\d:){2}\d\d +(\d{6}) audio +\w+ +(\w+) +2 +(\w+)/gm).map(([number, ...rest]) => [
      Number(number),
      Number(rest[0]),
      ...rest.slice(1),
    ]),
    byTrack(({ number, startLba, copy, emphasis }) => [number, startLba, copy ? 'yes' : 'no', emphasis ? 'yes' : 'no']),
  );
  assert.equal(/\(MCN\): (\d{13})/.exec(stdout)?.[1], ALBUM.catalogNumber);
  assert.deepEqual(
    rowsOf(stdout, /^TRACK +(\d+) ISRC: (\w+)/gm),
    byTrack(({ number, isrc }) => [String(number), isrc]),
  );
  const languages = stdout.split(/^Language \d '(\w+)':$/m).slice(1);
  assert.deepEqual(
    TEXTS.map((_, index) => [
      languages[2 * index],
      rowsOf(languages[2 * index + 1], /\tTITLE: (.*)\n\tPERFORMER: (.*)\n/g).map(([title, performer]) => ({
        title,
        performer,
      })),
    ]),
    TEXTS.map(({ name }, index) => [name, expectedTexts[index]]),
  );
}

/**
 * Known of icedax 1.1.11: where the next track has no pause, it takes the last of a track's indexes for the beginning of one
 * (`Index0`), as in track 2 here. And in the .inf files it gives a track the flags of the pause after it, as it "corrects"
 * the table of contents by every Q that it reads there; its own table of contents has the right ones.
 */
async function checkIcedax(drive) {
  const { both } = await drive.run('icedax', ['-D', SR, '-B', '-v', 'all']);
  assert.deepEqual(
    rowsOf(both, /^ +(\d+)- ?\d+ +(yes|no) +(yes|no) +audio +2$/gm),
    byTrack(({ number, copy, emphasis }) => [String(number), emphasis ? 'yes' : 'no', copy ? 'yes' : 'no']),
  );
  for (const track of ALBUM.tracks) {
    const { number, startLba, isrc } = track;
    const wav = await readFile(drive.path(`audio_0${number}.wav`));
    assertSameBytes(wav.subarray(WAV_HEADER_BYTES), soundBetween(startLba, endOf(track)), `track ${number} by icedax`);
    const inf = await readFile(drive.path(`audio_0${number}.inf`), 'latin1');
    const words = Object.fromEntries(rowsOf(inf, /^(\w+)=\t+'?(.*?)'? *$/gm));
    const next = ALBUM.tracks[number];
    const pause = next !== undefined && next.index0 < next.startLba ? next.index0 - startLba : -1;
    const indexes = [0, ...indexesOf(track)];
    const takesLast = next !== undefined && pause < 0 && indexes.length > 1;
    const { title, performer } = TEXTS[0].tracks[number - 1];
    assert.deepEqual(
      [words.MCN, words.ISRC.replaceAll('-', ''), words.Trackstart, words.Index, words.Index0],
      [
        ALBUM.catalogNumber,
        isrc,
        String(startLba),
        (takesLast ? indexes.slice(0, -1) : indexes).join(' '),
        String(takesLast ? indexes.at(-1) : pause),
      ],
    );
    assert.deepEqual(
      [words.Albumtitle, words.Albumperformer, words.Tracktitle, words.Performer],
      [TEXTS[0].album.title, TEXTS[0].album.performer, title, performer],
    );
  }
}

const read = () =>
  atVirtualDrive({}, async (drive) => {
    await burnAlbum(drive);
    await checkReadToc(drive);
    const pregaps = await checkReadCd(drive);
    await checkCdparanoia(drive);
    await checkCdInfo(drive);
    await checkIcedax(drive);
    return `${ALBUM.tracks.map(pregapOf).join(', ')} blocks of pregap; cdrdao read-cd says ${pregaps.join(', ')}`;
  });

export const albumReaderScenarios = [
  { name: 'album: one FLAC with a CUE sheet, read by cdrdao, cdparanoia, cd-info and icedax', run: read },
];
