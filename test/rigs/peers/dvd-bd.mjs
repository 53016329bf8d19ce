import assert from 'node:assert/strict';
import { createHash, randomFillSync } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SR, scenario } from './virtual-drive.mjs';

/*
 * Other people's programs on DVD and BD: two sessions, or an ISO that grows, each of one folder; then what xorriso extracts is
 * compared with the folders, and dvd+rw-mediainfo says what became of the disc.
 */

const GROWISOFS = 'growisofs';
const XORRISO = 'xorriso';

/** Media, and what dvd+rw-mediainfo must say of one that has been written twice and can be written again. */
const APPENDABLE = [
  ['DVD-R', '11h, DVD-R Sequential', 'appendable'],
  ['DVD-RW', '14h, DVD-RW Sequential', 'appendable'],
  ['DVD+R', '1Bh, DVD+R', 'appendable'],
  ['DVD+R DL', '2Bh, DVD+R Double Layer', 'appendable'],
  ['M-DISC DVD', '1Bh, DVD+R', 'appendable'],
  ['DVD+RW', '1Ah, DVD+RW', 'complete'],
  ['BD-R', '41h, BD-R SRM', 'appendable'],
  ['M-DISC BD', '41h, BD-R SRM', 'appendable'],
  ['BD-RE', '43h, BD-RE', 'complete'],
  ['DVD-RAM', '12h, DVD-RAM', 'complete'],
];

/** growisofs writes a DVD-RAM through the kernel: the preloaded library opens no node for writing. */
const NOT_BY_GROWISOFS = ['DVD-RAM'];

/** No reloading of the tray; a blank BD-R is not pre-formatted for pseudo-overwrite, which is another test. */
const FORCE = ['-use-the-force-luke=notray', '-use-the-force-luke=spare=none'];

const isWrittenBy = (program, medium) => program !== GROWISOFS || !NOT_BY_GROWISOFS.includes(medium);

async function folderOf(drive, name, files) {
  const folder = drive.path(name);
  await mkdir(folder);
  for (const [file, length] of files) await writeFile(join(folder, file), randomFillSync(new Uint8Array(length)));
  return folder;
}

const twoFolders = async (drive) => [
  await folderOf(drive, 'first', [
    ['one.bin', 3_000_001],
    ['empty', 0],
  ]),
  await folderOf(drive, 'second', [['two.bin', 700_000]]),
];

const digestOf = async (path) =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

async function digestsIn(folder) {
  const digests = {};
  for (const name of (await readdir(folder)).sort()) digests[name] = await digestOf(join(folder, name));
  return digests;
}

/** What is on the disc is the files of the folders. */
async function assertFiles(drive, folders) {
  const out = drive.path('out');
  await drive.run(XORRISO, ['-osirrox', 'on', '-indev', SR, '-extract', '/', out]);
  const expected = {};
  for (const folder of folders) Object.assign(expected, await digestsIn(folder));
  assert.deepEqual(await digestsIn(out), expected);
}

async function assertInformation(drive, mounted, status) {
  const { both } = await drive.run('dvd+rw-mediainfo', [SR]);
  assert.match(both, new RegExp(`Mounted Media: +${mounted.replace(/[+]/g, '\\$&')}`));
  assert.match(both, new RegExp(`Disc status: +${status}`));
}

const growisofs = (drive, verb, folder) => drive.run(GROWISOFS, [...FORCE, verb, SR, '-quiet', '-R', '-J', folder]);

const xorriso = (drive, device, folder) =>
  drive.run(XORRISO, [device, SR, '-map', folder, '/', '-commit', '-eject', 'none']);

const twice = {
  async [GROWISOFS](drive, [first, second]) {
    await growisofs(drive, '-Z', first);
    await growisofs(drive, '-M', second);
  },
  async [XORRISO](drive, [first, second]) {
    await xorriso(drive, '-outdev', first);
    await xorriso(drive, '-dev', second);
  },
};

const appended = [GROWISOFS, XORRISO].flatMap((program) =>
  APPENDABLE.filter(([medium]) => isWrittenBy(program, medium)).map(([medium, mounted, status]) =>
    scenario(
      `${program}: ${medium}, and a second session`,
      async (drive) => {
        const folders = await twoFolders(drive);
        await twice[program](drive, folders);
        await assertFiles(drive, folders);
        await assertInformation(drive, mounted, status);
      },
      { medium },
    ),
  ),
);

/** Written in one go, and closed for good. */
const FINAL = [
  ['growisofs', 'DVD+R', (image) => ['-use-the-force-luke=notray', '-dvd-compat', '-Z', `${SR}=${image}`]],
  [
    'growisofs',
    'DVD-R',
    (image) => ['-use-the-force-luke=notray', '-use-the-force-luke=dao', '-dvd-compat', '-Z', `${SR}=${image}`],
  ],
  ['cdrskin', 'DVD+R', (image) => [`dev=${SR}`, image]],
  ['cdrskin', 'DVD-R', (image) => [`dev=${SR}`, '-sao', image]],
  ['cdrskin', 'BD-R', (image) => [`dev=${SR}`, image]],
  ['growisofs', 'DVD+R DL', (image) => ['-use-the-force-luke=notray', '-dvd-compat', '-Z', `${SR}=${image}`]],
];

async function imageOf(drive, folder) {
  const image = drive.path('image.iso');
  await drive.run('genisoimage', ['-quiet', '-R', '-J', '-o', image, folder]);
  return image;
}

const finalized = FINAL.map(([program, medium, args]) =>
  scenario(
    `${program}: ${medium}, finalized`,
    async (drive) => {
      const [folder] = await twoFolders(drive);
      await drive.run(program, args(await imageOf(drive, folder)));
      await assertFiles(drive, [folder]);
      await assertInformation(drive, '', 'complete');
    },
    { medium },
  ),
);

/** dvd+rw-format makes every kind of format that it knows. */
const FORMATS = [
  ['DVD+RW', [], /26h\(0\)/, '1Ah, DVD+RW'],
  // Its border is open, and its capacity so unknown, which this program calls no media.
  ['DVD-RW', ['-force'], /no media:\s+2297888/, '13h, DVD-RW Restricted Overwrite'],
  ['BD-RE', [], /formatted:\s+1/, '43h, BD-RE'],
  ['BD-RE', ['-ssa=none'], /formatted:\s+12219392/, '43h, BD-RE'],
];

const formatted = FORMATS.map(([medium, options, capacity, mounted]) =>
  scenario(
    `dvd+rw-format: ${medium} ${options.join(' ')}`.trim(),
    async (drive) => {
      await drive.run('dvd+rw-format', [...options, SR]);
      const { both } = await drive.run('dvd+rw-mediainfo', [SR]);
      assert.match(both, capacity);
      await assertInformation(drive, mounted, '');
      const [folder] = await twoFolders(drive);
      await growisofs(drive, '-Z', folder);
      await assertFiles(drive, [folder]);
    },
    { medium },
  ),
);

/** Pre-formatted by growisofs, a BD-R stays open, and its blocks can be written again. */
const pseudoOverwritten = scenario(
  'growisofs: BD-R, pre-formatted for pseudo-overwrite',
  async (drive) => {
    const [folder] = await twoFolders(drive);
    await drive.run(GROWISOFS, ['-use-the-force-luke=notray', '-Z', SR, '-quiet', '-R', '-J', folder]);
    await assertInformation(drive, '41h, BD-R SRM+POW', 'appendable');
  },
  { medium: 'BD-R' },
);

/** wodim writes DVD-R and DVD-RW in one go, and a DVD+RW that is formatted. */
const byWodim = [
  ['DVD-R', 'complete'],
  ['DVD-RW', 'complete'],
  ['DVD+RW', 'complete'],
].map(([medium, state]) =>
  scenario(
    `wodim: ${medium}, in one go`,
    async (drive) => {
      if (medium === 'DVD+RW') await drive.run('dvd+rw-format', [SR]);
      const [folder] = await twoFolders(drive);
      await drive.run('wodim', [`dev=${SR}`, 'gracetime=2', '-tao', await imageOf(drive, folder)]);
      await assertFiles(drive, [folder]);
      await assertInformation(drive, '', state);
    },
    { medium },
  ),
);

/** It closes the session of a DVD+R before its track, which the drive refuses, and ends with status 0. */
const leftOpenByWodim = scenario(
  'wodim: DVD+R is left open, and discwright finishes it',
  async (drive) => {
    const [folder] = await twoFolders(drive);
    const { both } = await drive.run('wodim', [`dev=${SR}`, 'gracetime=2', '-tao', await imageOf(drive, folder)]);
    assert.match(both, /incomplete track in session/);
    await assertInformation(drive, '', 'appendable');
    await drive.discwright(['close', '--yes']);
    await assertFiles(drive, [folder]);
    await assertInformation(drive, '', 'complete');
  },
  { medium: 'DVD+R' },
);

export const dvdBdScenarios = [...appended, ...finalized, ...formatted, pseudoOverwritten, ...byWodim, leftOpenByWodim];
