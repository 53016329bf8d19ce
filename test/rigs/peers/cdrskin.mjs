import assert from 'node:assert/strict';
import { writeParametersUsed } from './commands-sent.mjs';
import { assertBlank, assertDisc } from './expectations.mjs';
import {
  assertFilesInDrive,
  audioTracks,
  dataTrack,
  isoOfNextSession,
  sheetOfTexts,
  TEXTS,
  wavFiles,
} from './material.mjs';
import { rewritingScenarios } from './rewriting.mjs';
import { SR, scenario } from './virtual-drive.mjs';

const cdrskin = (drive, ...args) => drive.run('cdrskin', [`dev=${SR}`, 'gracetime=0', ...args]);

const burnAudio = async (drive, ...how) => cdrskin(drive, ...how, '-audio', '-pad', ...(await wavFiles(drive)));

/** What cdrskin -pad adds to a data track. */
const PAD_BLOCKS = 15;
/**
 * Not cdrskin's own -msinfo: cdrskin 1.5.4 asks while page 05h says Session-At-Once. The next writable address is then the
 * beginning of the pause, 150 blocks before the address that it needs (cdrdao adds these 150).
 */
const msinfo = ['wodim', [`dev=${SR}`, '-msinfo']];

export const cdrskinScenarios = [
  scenario('cdrskin: TAO audio, finalized, BURN-Free on', async (drive) => {
    await burnAudio(drive, '-tao');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks] });
    const used = writeParametersUsed(await drive.commands());
    assert.ok(used.length > 0 && used.every((each) => each.bufferUnderrunFree && !each.testWrite));
  }),
  scenario('cdrskin: TAO audio, BURN-Free off', async (drive) => {
    await burnAudio(drive, '-tao', 'driveropts=noburnfree');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks] });
    const used = writeParametersUsed(await drive.commands());
    assert.ok(used.length > 0 && used.every((each) => !each.bufferUnderrunFree && !each.testWrite));
  }),
  scenario('cdrskin: TAO audio, -multi', async (drive) => {
    await burnAudio(drive, '-tao', '-multi');
    await assertDisc(drive, { status: 'appendable', lastSession: 'empty', sessions: [audioTracks] });
  }),
  scenario('cdrskin: TAO audio, -dummy', async (drive) => {
    await burnAudio(drive, '-tao', '-dummy');
    await assertBlank(drive);
    const used = writeParametersUsed(await drive.commands());
    assert.ok(used.length > 0 && used.every(({ testWrite }) => testWrite));
  }),
  scenario('cdrskin: SAO audio', async (drive) => {
    await burnAudio(drive, '-sao');
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: true });
  }),
  scenario('cdrskin: SAO audio with CD-TEXT', async (drive) => {
    await burnAudio(drive, '-sao', `input_sheet_v07t=${await sheetOfTexts(drive)}`);
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: true, texts: TEXTS });
  }),
  scenario('cdrskin: data, then data that genisoimage -C adds', async (drive) => {
    const first = await dataTrack(drive, 'first', PAD_BLOCKS);
    await cdrskin(drive, '-tao', '-multi', '-data', '-pad', first.path);
    const second = await isoOfNextSession(drive, 'second', PAD_BLOCKS, msinfo, { merge: true });
    await cdrskin(drive, '-tao', '-data', '-pad', second.path);
    await assertFilesInDrive(drive, second.startLba, ['first', 'second']);
    await assertDisc(drive, { status: 'complete', sessions: [[first.track], [second.track]] });
  }),
  scenario('cdrskin: audio, then data that genisoimage -C places', async (drive) => {
    await burnAudio(drive, '-tao', '-multi');
    const second = await isoOfNextSession(drive, 'second', PAD_BLOCKS, msinfo);
    await cdrskin(drive, '-tao', '-data', '-pad', second.path);
    await assertFilesInDrive(drive, second.startLba, ['second']);
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks, [second.track]] });
  }),
  ...rewritingScenarios('cdrskin', cdrskin, PAD_BLOCKS),
];
