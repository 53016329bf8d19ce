import assert from 'node:assert/strict';
import { writeParametersUsed } from './commands-sent.mjs';
import { assertBlank, assertDisc } from './expectations.mjs';
import {
  assertFilesInDrive,
  audioTracks,
  dataTrack,
  infFiles,
  isoOfNextSession,
  TEXTS,
  wavFiles,
} from './material.mjs';
import { rewritingScenarios } from './rewriting.mjs';
import { SR, scenario } from './virtual-drive.mjs';

const wodim = (drive, ...args) => drive.run('wodim', [`dev=${SR}`, 'gracetime=0', ...args]);

const burnAudio = async (drive, ...how) => wodim(drive, ...how, '-audio', '-pad', ...(await wavFiles(drive)));

/** What wodim -pad adds to a data track. */
const PAD_BLOCKS = 15;
/** In the Q that wodim writes, the end of a track is the pause of the next. */
const WHOLE_SESSION = { gapless: true, pauses: 150 };
const msinfo = ['wodim', [`dev=${SR}`, '-msinfo']];

export const wodimScenarios = [
  scenario('wodim: TAO audio, finalized, BURN-Free on', async (drive) => {
    await burnAudio(drive, '-tao');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks] });
    // wodim 1.1.11 accepts driveropts=noburnfree for DVDs only. cdrskin and cdrdao burn without BURN-Free.
    const used = writeParametersUsed(await drive.commands());
    assert.deepEqual(used, Array(audioTracks.length).fill({ bufferUnderrunFree: true, testWrite: false }));
  }),
  scenario('wodim: TAO audio, -multi', async (drive) => {
    await burnAudio(drive, '-tao', '-multi');
    await assertDisc(drive, { status: 'appendable', lastSession: 'empty', sessions: [audioTracks] });
  }),
  scenario('wodim: TAO audio, -nofix, then -fix', async (drive) => {
    await burnAudio(drive, '-tao', '-nofix');
    await assertDisc(drive, { status: 'appendable', lastSession: 'incomplete', sessions: [audioTracks], closed: 0 });
    await drive.serve();
    await wodim(drive, '-fix');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks] });
  }),
  scenario('wodim: TAO audio, -nofix, then -fix -multi', async (drive) => {
    await burnAudio(drive, '-tao', '-nofix');
    await wodim(drive, '-fix', '-multi');
    await assertDisc(drive, { status: 'appendable', lastSession: 'empty', sessions: [audioTracks] });
  }),
  scenario('wodim: TAO audio, -dummy', async (drive) => {
    await burnAudio(drive, '-tao', '-dummy');
    await assertBlank(drive);
    const used = writeParametersUsed(await drive.commands());
    assert.deepEqual(used, Array(audioTracks.length).fill({ bufferUnderrunFree: true, testWrite: true }));
  }),
  scenario('wodim: SAO audio', async (drive) => {
    await burnAudio(drive, '-sao');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], ...WHOLE_SESSION });
  }),
  scenario('wodim: SAO audio, -dummy', async (drive) => {
    await burnAudio(drive, '-sao', '-dummy');
    await assertBlank(drive);
  }),
  scenario('wodim: SAO audio with CD-TEXT', async (drive) => {
    await infFiles(drive);
    await burnAudio(drive, '-sao', '-text', '-useinfo');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], ...WHOLE_SESSION, texts: TEXTS });
  }),
  ...['R96R', 'R96P', 'R16'].map((blocks) =>
    scenario(`wodim: RAW/${blocks} audio`, async (drive) => {
      await burnAudio(drive, `-raw${blocks.slice(1).toLowerCase()}`);
      await assertDisc(drive, { status: 'complete', sessions: [audioTracks], ...WHOLE_SESSION });
    }),
  ),
  scenario('wodim: data, then data that genisoimage -C adds', async (drive) => {
    const first = await dataTrack(drive, 'first', PAD_BLOCKS);
    await wodim(drive, '-tao', '-multi', '-data', '-pad', first.path);
    const second = await isoOfNextSession(drive, 'second', PAD_BLOCKS, msinfo, { merge: true });
    await wodim(drive, '-tao', '-data', '-pad', second.path);
    await assertFilesInDrive(drive, 0, ['first']);
    await assertFilesInDrive(drive, second.startLba, ['first', 'second']);
    await assertDisc(drive, { status: 'complete', sessions: [[first.track], [second.track]] });
  }),
  scenario('wodim: audio, then data that genisoimage -C places', async (drive) => {
    await burnAudio(drive, '-tao', '-multi');
    const second = await isoOfNextSession(drive, 'second', PAD_BLOCKS, msinfo);
    await wodim(drive, '-tao', '-data', '-pad', second.path);
    await assertFilesInDrive(drive, second.startLba, ['second']);
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks, [second.track]] });
  }),
  ...rewritingScenarios('wodim', wodim, PAD_BLOCKS),
];
