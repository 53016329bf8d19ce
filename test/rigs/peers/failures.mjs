import assert from 'node:assert/strict';
import { AUDIO_BLOCK_BYTES, assertSameBytes } from '../support/saved-disc.mjs';
import { assertBlank, assertDisc } from './expectations.mjs';
import { audioTracks, tocFile, wavFiles } from './material.mjs';
import { SR, scenario } from './virtual-drive.mjs';

const WRITE_10 = 0x2a;
const FAILING_LBA = 600;
const LEAST_TRACK_BLOCKS = 300;

const TEST_UNIT_READY = 0x00;
const START_STOP_UNIT = 0x1b;
const READ_CAPACITY = 0x25;
const READ_TOC = 0x43;
const READ_DISC_INFORMATION = 0x51;
const READ_TRACK_INFORMATION = 0x52;

const EMPTY_DRIVE = [
  TEST_UNIT_READY,
  START_STOP_UNIT,
  READ_CAPACITY,
  READ_TOC,
  READ_DISC_INFORMATION,
  READ_TRACK_INFORMATION,
].map((opcode) => ({ at: { opcode }, does: { sense: '2/3A/01' }, times: 'always' }));

const onWrite = (does) => [{ at: { command: 'WRITE(10)', lba: FAILING_LBA }, does }];
const WRITE_ERROR = onWrite({ sense: '3/0C/00' });
const NO_ANSWER = onWrite({ hostTimeout: true });
const UNPLUGGED = onWrite({ disconnect: true });

/** For each program: how it burns all tracks, and its exit status if it cannot. */
const programs = [
  {
    name: 'wodim',
    emptyStatus: 255,
    failedStatus: 254,
    burn: async (drive, status) =>
      drive.run('wodim', [`dev=${SR}`, 'gracetime=0', '-tao', '-audio', '-pad', ...(await wavFiles(drive))], {
        status,
      }),
  },
  {
    name: 'cdrskin',
    emptyStatus: 10,
    failedStatus: 10,
    burn: async (drive, status) =>
      drive.run('cdrskin', [`dev=${SR}`, 'gracetime=0', '-tao', '-audio', '-pad', ...(await wavFiles(drive))], {
        status,
      }),
  },
  {
    name: 'cdrdao',
    failedStatus: 1,
    gapless: true,
    burn: async (drive, status) => {
      const how = ['--device', SR, '--driver', 'generic-mmc', '-n', '--force'];
      return drive.run('cdrdao', ['write', ...how, await tocFile(drive)], { status });
    },
  },
];

const inEmptyDrive = ({ name, emptyStatus, burn }) =>
  scenario(
    `${name}: no medium`,
    async (drive) => {
      const { both } = await burn(drive, emptyStatus);
      await assertBlank(drive);
      return lastWords(both);
    },
    { faults: EMPTY_DRIVE },
  );

const onFullDisc = ({ name, failedStatus, gapless = false, burn }) =>
  scenario(`${name}: a complete disc`, async (drive) => {
    await burn(drive, 0);
    const { both } = await burn(drive, failedStatus);
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless });
    return lastWords(both);
  });

/** How many blocks of the second track the drive had accepted when a WRITE failed for the first time. */
async function blocksBeforeFailure(drive, { startLba }) {
  const failed = (await drive.commands()).find(
    ({ cdb, status, hostStatus }) => cdb[0] === WRITE_10 && (status !== 0x00 || hostStatus !== 0x00),
  );
  const blocks = failed.cdb.readUInt32BE(2) - startLba;
  assert.ok(blocks > 0);
  return blocks;
}

/** The first track is complete; the second has what was written, padded to four seconds. */
async function assertTwoTracks(drive, { status, tracks }) {
  assert.equal(status, 'complete');
  assert.deepEqual(
    tracks.map(({ lengthBlocks, damaged }) => ({ lengthBlocks, damaged })),
    [LEAST_TRACK_BLOCKS, LEAST_TRACK_BLOCKS].map((lengthBlocks) => ({ lengthBlocks, damaged: false })),
  );
  assertSameBytes(tracks[0].bytes, audioTracks[0].bytes, 'track 1');
  const blocks = await blocksBeforeFailure(drive, tracks[1]);
  const bytes = blocks * AUDIO_BLOCK_BYTES;
  assertSameBytes(tracks[1].bytes.subarray(0, bytes), audioTracks[1].bytes.subarray(0, bytes), 'track 2');
  return `${blocks} blocks of track 2`;
}

/** Both programs close the interrupted track and the session: what was written before plays. */
const failingWrite =
  (what, faults) =>
  ({ name, failedStatus, burn }) =>
    scenario(
      `${name}: ${what} in the second track`,
      async (drive) => {
        await burn(drive, failedStatus);
        return assertTwoTracks(drive, await drive.disc());
      },
      { faults },
    );

const lastWords = (text) => text.trim().split('\n').at(-1).trim().slice(0, 60);

const [wodim, cdrskin, cdrdao] = programs;

// Not cdrdao without a medium: it retries for half a minute. Not wodim with a disconnected drive: it retries forever.
export const failureScenarios = [
  ...[wodim, cdrskin].map(inEmptyDrive),
  ...programs.map(onFullDisc),
  ...[wodim, cdrskin].map(failingWrite('a write error', WRITE_ERROR)),
  ...[wodim, cdrskin].map(failingWrite('no answer in time', NO_ANSWER)),
  scenario(
    'cdrskin: the drive is unplugged in the second track, then discwright closes the disc',
    async (drive) => {
      await cdrskin.burn(drive, cdrskin.failedStatus);
      const { status, tracks } = await drive.disc();
      assert.deepEqual({ status, open: tracks.map(({ open }) => open) }, { status: 'appendable', open: [false, true] });
      await drive.serve({ faults: [] });
      await drive.discwright(['close', '--yes']);
      return assertTwoTracks(drive, await drive.disc());
    },
    { faults: UNPLUGGED },
  ),
  scenario(
    'cdrdao: a write error',
    async (drive) => {
      await cdrdao.burn(drive, cdrdao.failedStatus);
      const { status, lastSession } = await drive.disc();
      assert.deepEqual({ status, lastSession }, { status: 'appendable', lastSession: 'incomplete' });
    },
    { faults: WRITE_ERROR },
  ),
];
