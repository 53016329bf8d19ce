import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noise } from '../../support/noise-source.mjs';
import { AUDIO_BLOCK_BYTES, wavFile } from '../support/saved-disc.mjs';
import { repository } from '../support/served-drive.mjs';

/*
 * A live album as its owner has it: one FLAC, a CUE sheet with everything that a sheet can say, and a text sheet in two languages. It
 * has no gaps, sound before track 1, pauses that are sound, indexes, ISRCs, a catalogue number, a copy bit and pre-emphasis. The
 * documents are in fixtures/golden/album; this is what they say.
 */

export const PREGAP_BLOCKS = 150;

/** Places are blocks from the start of the file, which is LBA 0; `index0` is where the pause begins. */
export const ALBUM = {
  catalogNumber: '4006381333931',
  leadOutLba: 2_875,
  tracks: [
    { number: 1, index0: 0, startLba: 375, indexes: [700, 905], isrc: 'GBAYE6500331', copy: false, emphasis: false },
    { number: 2, index0: 1_060, startLba: 1_175, indexes: [1_403], isrc: 'USRC17607839', copy: true, emphasis: false },
    { number: 3, index0: 1_800, startLba: 1_800, indexes: [], isrc: 'DEF057712345', copy: false, emphasis: true },
    { number: 4, index0: 2_203, startLba: 2_350, indexes: [], isrc: 'FRZ039800212', copy: false, emphasis: false },
  ],
};

/** Languages by their CD-TEXT codes (EBU Tech 3264, appendix 3). */
export const TEXTS = [
  {
    language: 9,
    name: 'English',
    album: { title: 'Live at the Rig', performer: 'The Generators' },
    tracks: [
      { title: 'Tuning', performer: 'The Generators' },
      { title: 'First Cipher', performer: 'The Generators' },
      { title: 'Second Cipher', performer: 'Guest' },
      { title: 'Encore', performer: 'The Generators' },
    ],
  },
  {
    language: 8,
    name: 'German',
    album: { title: 'Konzert am Prüfstand', performer: 'Die Generatoren' },
    tracks: [
      { title: 'Stimmen', performer: 'Die Generatoren' },
      { title: 'Erster Schlüssel', performer: 'Die Generatoren' },
      { title: 'Zweiter Schlüssel', performer: 'Gast' },
      { title: 'Zugabe', performer: 'Die Generatoren' },
    ],
  },
];

/** Every sample from LBA 0 to the lead-out. */
export const SOUND = noise(ALBUM.leadOutLba * AUDIO_BLOCK_BYTES, 97);

/** How long each track is, from its index 1 to that of the next. */
export const endOf = (track) =>
  ALBUM.tracks.find(({ number }) => number === track.number + 1)?.startLba ?? ALBUM.leadOutLba;

export const soundBetween = (startLba, endLba) =>
  SOUND.subarray(startLba * AUDIO_BLOCK_BYTES, endLba * AUDIO_BLOCK_BYTES);

const documents = join(repository, 'fixtures/golden/album');
const LANGUAGES = ['English.txt', 'German.txt'];

/**
 * Writes the album into the drive's folder.
 * @returns names of the files: `cue` with one FLAC, `wavCue` the same with a WAV, `toc` for cdrdao, `texts` one for each language
 */
export async function albumFiles(drive) {
  await drive.write('live.wav', wavFile(SOUND));
  await drive.run('flac', ['--silent', '--best', '-o', 'live.flac', 'live.wav']);
  for (const name of ['live.toc', ...LANGUAGES]) await copyFile(join(documents, name), drive.path(name));
  const sheet = await readFile(join(documents, 'live.cue'), 'utf8');
  await drive.write('wav.cue', sheet);
  await drive.write('live.cue', sheet.replace('live.wav', 'live.flac'));
  return { cue: 'live.cue', wavCue: 'wav.cue', toc: 'live.toc', texts: LANGUAGES };
}

/** Burns the album with one command. */
export async function burnAlbum(drive, args = []) {
  const { cue, texts } = await albumFiles(drive);
  const withTexts = texts.flatMap((name) => ['--cd-text', name]);
  return drive.ask(['burn', '--yes', '--verify', 'full', ...withTexts, ...args, cue]);
}
