import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatUnit } from '../../../dist/mmc/index.js';
import { repository } from '../support/served-drive.mjs';
import { SR, scenario } from './virtual-drive.mjs';

/*
 * The columns of fixtures/media-matrix.json that need other people's programs: every cell that says yes is run, on a disc as
 * the matrix makes it. In the end all files of all programs must be on the disc, equal in every byte.
 */

const MATRIX = JSON.parse(readFileSync(join(repository, 'fixtures/media-matrix.json'), 'utf8'));
const COLUMNS = ['peersRead', 'peersWroteWeAppend', 'weWrotePeersAppend'];

/** What cdrom_id of udev calls each profile that a disc of the matrix has. */
const UDEV = {
  'DVD-R': 'DVD_R',
  'DVD-R DL': 'DVD_R_DL DVD_R_DL_SEQ',
  'DVD-RW (sequential)': 'DVD_RW DVD_RW_SEQ',
  'DVD-RW (restricted overwrite)': 'DVD_RW DVD_RW_RO',
  'DVD+R': 'DVD_PLUS_R',
  'DVD+R DL': 'DVD_PLUS_R_DL',
  'DVD+RW': 'DVD_PLUS_RW',
  'DVD-RAM': 'DVD_RAM',
  'BD-R (SRM)': 'BD_R BD_R_SRM',
  'BD-R (SRM-POW, spare area)': 'BD_R BD_R_SRM',
  'BD-R (SRM+POW, spare area)': 'BD_R BD_R_SRM',
  'BD-R DL': 'BD_R BD_R_SRM',
  'BD-RE': 'BD_RE',
  'BD-RE DL': 'BD_RE',
  'M-DISC DVD': 'DVD_PLUS_R',
  'M-DISC BD': 'BD_R BD_R_SRM',
};
assert.deepEqual(Object.keys(UDEV), Object.keys(MATRIX.media));
const CDROM_ID = '/usr/lib/udev/cdrom_id';

const GROWISOFS = 'growisofs';
const XORRISO = 'xorriso';

/**
 * Programs that cannot do it on a disc, and why. growisofs opens a DVD-RAM through the kernel, which the preloaded library does not have, and asks
 * a formatted BD-R for formats that it can no longer get; with less than half of a DVD-R DL it writes nothing. libburn does not write BD-R with pseudo-overwrite, and on
 * a DVD-RW whose border is open it leaves a gap before what it adds.
 */
const NOT_FIRST = {
  'DVD-RAM': [GROWISOFS],
  'BD-R (SRM-POW, spare area)': [GROWISOFS],
  'BD-R (SRM+POW, spare area)': [XORRISO],
  'DVD-RW (restricted overwrite)': [XORRISO],
};
const NOT_NEXT = {
  'DVD-RAM': [GROWISOFS],
  'DVD-R DL': [GROWISOFS],
  'BD-R (SRM+POW, spare area)': [XORRISO],
  'DVD-RW (restricted overwrite)': [XORRISO],
};

/** growisofs makes a BD-R with pseudo-overwrite of a blank one that nobody has formatted. */
const FORMATTED_BY_GROWISOFS = 'BD-R (SRM+POW, spare area)';

const programsFor = (name, exceptions) =>
  [GROWISOFS, XORRISO].filter((program) => !(exceptions[name] ?? []).includes(program));

const NO_TRAY = '-use-the-force-luke=notray';
/** A blank BD-R gets no spare area, and so no pseudo-overwrite. */
const NO_SPARE = '-use-the-force-luke=spare=none';

const grow = (drive, name, verb, folder) => {
  const force = name === FORMATTED_BY_GROWISOFS ? [NO_TRAY] : [NO_TRAY, NO_SPARE];
  return drive.run(GROWISOFS, [...force, verb, SR, '-quiet', '-R', '-J', folder]);
};
const isoburn = (drive, name, device, folder) =>
  // libburn writes a DVD-R DL in one session.
  drive.run(XORRISO, [device, SR, ...(name === 'DVD-R DL' ? ['-close', 'on'] : []), '-map', folder, '/', '-commit']);

/** growisofs takes a DVD-RW whose border is open for one without data: it must be closed, and grows again. */
const left = (name) => (name === 'DVD-RW (restricted overwrite)' ? [] : ['--leave-open']);

const writing = {
  first: {
    discwright: (drive, name, folder) => drive.discwright(['data', '--yes', ...left(name), folder]),
    [GROWISOFS]: (drive, name, folder) => grow(drive, name, '-Z', folder),
    [XORRISO]: (drive, name, folder) => isoburn(drive, name, '-outdev', folder),
  },
  next: {
    discwright: (drive, name, folder) => drive.discwright(['data', '--yes', '--append', ...left(name), folder]),
    [GROWISOFS]: (drive, name, folder) => grow(drive, name, '-M', folder),
    [XORRISO]: (drive, name, folder) => isoburn(drive, name, '-dev', folder),
  },
};

/** The disc as the matrix has it before it is written. */
async function prepare(drive, name) {
  const { formatted } = MATRIX.discs[name];
  if (formatted === 'quick') await drive.discwright(['format', '--yes']);
  if (formatted === 'without POW') {
    await drive.openBySocket(async (bySocket) => {
      await bySocket.execute(formatUnit({}, { immediate: true, blocks: 0, formatType: 0x32, subType: 1 }));
      await bySocket.whenReady({ activity: 'formatting the disc', limitMs: 600_000 });
    });
  }
}

const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A folder with a file of noise and an empty one, in a folder; `files` gets their digests. */
async function folderFor(drive, program, files) {
  const name = `by ${program} ${Object.keys(files).length}`;
  const folder = drive.path(name);
  await mkdir(join(folder, name), { recursive: true });
  const bytes = randomFillSync(new Uint8Array(300_000 + name.length));
  await writeFile(join(folder, name, 'noise.bin'), bytes);
  await writeFile(join(folder, name, 'empty'), '');
  files[`${name}/noise.bin`] = digestOf(bytes);
  files[`${name}/empty`] = digestOf('');
  return folder;
}

async function assertFiles(drive, files) {
  const out = drive.path('out');
  await drive.run(XORRISO, ['-osirrox', 'on', '-indev', SR, '-extract', '/', out]);
  const found = {};
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) found[path.slice(out.length + 1)] = digestOf(await readFile(path));
  }
  assert.deepEqual(found, files);
  await rm(out, { recursive: true });
}

/** What cdrom_id says of the disc: of which kind it is, and in which state. */
async function assertUdev(drive, name, state) {
  const { stdout } = await drive.run(CDROM_ID, [SR]);
  const said = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  );
  const kinds = Object.keys(said).filter((key) => /^ID_CDROM_MEDIA_(CD|DVD|BD)/.test(key));
  assert.deepEqual(kinds.map((key) => key.slice('ID_CDROM_MEDIA_'.length)).sort(), UDEV[name].split(' ').sort());
  assert.equal(said.ID_CDROM_MEDIA_STATE, state);
  return said;
}

const cells = {
  async peersRead(drive, name) {
    const files = {};
    await prepare(drive, name);
    await assertUdev(drive, name, 'blank');
    await writing.first.discwright(drive, name, await folderFor(drive, 'discwright', files));
    const { stdout } = await drive.run('isoinfo', ['-R', '-f', '-i', SR]);
    for (const path of Object.keys(files)) assert.ok(stdout.split('\n').includes(`/${path}`), stdout);
    await drive.discwright(['data', '--yes', '--append', await folderFor(drive, 'discwright', files)]);
    await assertFiles(drive, files);
    const said = await assertUdev(drive, name, 'complete');
    return `${said.ID_CDROM_MEDIA_SESSION_COUNT} sessions, ${said.ID_CDROM_MEDIA_STATE}`;
  },

  async peersWroteWeAppend(drive, name) {
    const programs = programsFor(name, NOT_FIRST);
    for (const program of programs) {
      const files = {};
      if (program !== programs[0]) await drive.changeDisc(`${program}.disc`);
      if (program !== GROWISOFS || name !== FORMATTED_BY_GROWISOFS) await prepare(drive, name);
      for (const [verb, by] of [
        ['first', program],
        ['next', 'discwright'],
      ])
        await writing[verb][by](drive, name, await folderFor(drive, by, files));
      await assertFiles(drive, files);
    }
    return programs.join(', ');
  },

  async weWrotePeersAppend(drive, name) {
    const programs = programsFor(name, NOT_NEXT);
    const files = {};
    await prepare(drive, name);
    await writing.first.discwright(drive, name, await folderFor(drive, 'discwright', files));
    for (const program of programs) await writing.next[program](drive, name, await folderFor(drive, program, files));
    await assertFiles(drive, files);
    return programs.join(', ');
  },
};

export const matrixScenarios = Object.keys(MATRIX.media).flatMap((name) =>
  COLUMNS.filter((column) => MATRIX.media[name][column] === 'yes' || process.env.MATRIX_TRY === '1').map((column) =>
    scenario(`matrix: ${name}, ${column}`, (drive) => cells[column](drive, name), {
      medium: MATRIX.discs[name].medium,
    }),
  ),
);
