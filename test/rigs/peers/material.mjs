import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { noise } from '../../support/noise-source.mjs';
import { AUDIO_BLOCK_BYTES, assertSameBytes, onDisc, wavFile } from '../support/saved-disc.mjs';
import { SR } from './virtual-drive.mjs';

const DATA_BLOCK_BYTES = 2_048;

/** The last is not a whole number of blocks; cdrskin accepts none shorter than the first. */
const SOUNDS = [705_600, 1_058_400, 1_000_004].map((lengthBytes, index) => noise(lengthBytes, index + 1));
const FILE_BYTES = { first: 300_000, second: 400_001 };

export const audioTracks = SOUNDS.map((sound) => ({ kind: 'audio', bytes: onDisc(sound) }));

export const TEXTS = {
  album: { title: 'Three Noises', performer: 'The Generators' },
  tracks: [
    { title: 'Key of One', performer: 'First Cipher' },
    { title: 'Key of Two', performer: 'Second Cipher' },
    { title: 'Key of Three', performer: 'Third Cipher' },
  ],
};

export async function wavFiles(drive) {
  const paths = [];
  for (const [index, sound] of SOUNDS.entries()) paths.push(await drive.write(`${index + 1}.wav`, wavFile(sound)));
  return paths;
}

/** The files that icedax writes next to its WAV files, and that wodim -useinfo reads. */
export async function infFiles(drive) {
  const { album, tracks } = TEXTS;
  for (const [index, { title, performer }] of tracks.entries()) {
    const lines = [
      ['Albumperformer', `'${album.performer}'`],
      ['Performer', `'${performer}'`],
      ['Albumtitle', `'${album.title}'`],
      ['Tracktitle', `'${title}'`],
      ['Tracknumber', index + 1],
      ['Tracklength', `${Math.ceil(SOUNDS[index].length / AUDIO_BLOCK_BYTES)}, 0`],
      ['Pre-emphasis', 'no'],
      ['Channels', 2],
      ['Copy_permitted', 'no'],
      ['Endianess', 'little'],
      ['Index', '0'],
    ];
    await drive.write(`${index + 1}.inf`, lines.map(([name, value]) => `${name}=\t${value}\n`).join(''));
  }
}

const fileNamed = (name) => noise(FILE_BYTES[name], name.length);

/** A folder with one file; both have this name. */
export async function folderWithFile(drive, name) {
  const folder = drive.path(name);
  await mkdir(folder);
  await writeFile(`${folder}/${name}`, fileNamed(name));
  return folder;
}

async function dataOf(path, padBlocks) {
  const iso = await readFile(path);
  assert.equal(iso.length % DATA_BLOCK_BYTES, 0);
  const bytes = Buffer.concat([iso, Buffer.alloc(padBlocks * DATA_BLOCK_BYTES)]);
  return { path, track: { kind: 'data', bytes } };
}

const namesOfFiles = ['-quiet', '-R', '-J'];

/**
 * An ISO 9660 image with one file; both have this name.
 * @param padBlocks what the program that writes it adds
 */
export async function dataTrack(drive, name, padBlocks) {
  const path = drive.path(`${name}.iso`);
  await drive.run('genisoimage', [...namesOfFiles, '-o', path, await folderWithFile(drive, name)]);
  return dataOf(path, padBlocks);
}

/**
 * The same for the next session of the disc, at the address that `msinfo` reports.
 * @param msinfo the command line of the program that reports it
 * @param merge also includes the files of the last session, which genisoimage reads from the drive
 */
export async function isoOfNextSession(drive, name, padBlocks, msinfo, { merge = false } = {}) {
  const { stdout } = await drive.run(...msinfo);
  const [places, startLba] = /^\d+,(\d+)$/m.exec(stdout) ?? [];
  assert.ok(places, `no place for the next session in ${stdout}`);
  const path = drive.path(`${name}.iso`);
  const how = [...namesOfFiles, '-C', places, ...(merge ? ['-M', SR] : [])];
  await drive.run('genisoimage', [...how, '-o', path, await folderWithFile(drive, name)]);
  return { ...(await dataOf(path, padBlocks)), startLba: Number(startLba) };
}

/** Asserts that isoinfo finds these files, with all their bytes, in the file system that begins at this block. */
export async function assertFilesInDrive(drive, startLba, names) {
  for (const name of names) {
    const where = ['-i', SR, '-T', String(startLba), '-R'];
    const read = await drive.output('isoinfo', [...where, '-x', `/${name}`]);
    assertSameBytes(read, fileNamed(name), `${name} as isoinfo reads it`);
  }
}

/** The CD-TEXT file that cdrskin reads: Sony text file, version 0.7T. */
export async function sheetOfTexts(drive) {
  const { album, tracks } = TEXTS;
  const lines = [
    'Input Sheet Version = 0.7T',
    `Album Title = ${album.title}`,
    `Artist Name = ${album.performer}`,
    'First Track Number = 1',
    `Last Track Number = ${tracks.length}`,
    'Text Data Copy Protection = OFF',
    'Text Code = 8859',
    'Language Code = English',
  ];
  for (const [index, { title, performer }] of tracks.entries()) {
    const number = String(index + 1).padStart(2, '0');
    lines.push(`Track ${number} Title = ${title}`, `Track ${number} Artist = ${performer}`);
  }
  return drive.write('texts.txt', `${lines.join('\n')}\n`);
}

const tocTexts = (indent, { title, performer }, languages = '') =>
  `${indent}CD_TEXT {\n${languages}${indent}  LANGUAGE 0 {\n${indent}    TITLE "${title}"\n${indent}    PERFORMER "${performer}"\n${indent}  }\n${indent}}\n`;

/** The description of a disc that cdrdao reads. It refuses an incomplete last block, so the files are padded. */
export async function tocFile(drive, texts) {
  const map = '  LANGUAGE_MAP {\n    0: 9\n  }\n';
  let toc = `CD_DA\n${texts === undefined ? '' : tocTexts('', texts.album, map)}`;
  for (const [index, { bytes }] of audioTracks.entries()) {
    const name = `${index + 1}.wav`;
    await drive.write(name, wavFile(bytes));
    toc += `TRACK AUDIO\n${texts === undefined ? '' : tocTexts('', texts.tracks[index])}FILE "${name}" 0\n`;
  }
  return drive.write('disc.toc', toc);
}
