import assert from 'node:assert/strict';
import { writeParametersUsed } from './commands-sent.mjs';
import { assertBlank, assertDisc } from './expectations.mjs';
import { audioTracks, TEXTS, tocFile } from './material.mjs';
import { SR, scenario } from './virtual-drive.mjs';

/** -n: no pause of ten seconds before it starts; --force: no questions. */
const cdrdao = (drive, command, ...args) =>
  drive.run('cdrdao', [command, '--device', SR, '--driver', 'generic-mmc', '-n', '--force', ...args]);

const REWRITABLE = { medium: 'CD-RW' };

async function reuse(drive, mode) {
  await cdrdao(drive, 'write', await tocFile(drive));
  await cdrdao(drive, 'blank', '--blank-mode', mode);
  await assertBlank(drive);
  await drive.serve();
  await cdrdao(drive, 'write', await tocFile(drive));
  await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: true });
}

export const cdrdaoScenarios = [
  scenario('cdrdao: write', async (drive) => {
    await cdrdao(drive, 'write', await tocFile(drive));
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: true });
    const used = writeParametersUsed(await drive.commands());
    assert.deepEqual(used, [{ bufferUnderrunFree: true, testWrite: false }]);
  }),
  scenario('cdrdao: write --buffer-under-run-protection 0', async (drive) => {
    await cdrdao(drive, 'write', '--buffer-under-run-protection', '0', await tocFile(drive));
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: true });
    const used = writeParametersUsed(await drive.commands());
    assert.deepEqual(used, [{ bufferUnderrunFree: false, testWrite: false }]);
  }),
  scenario('cdrdao: write --multi, then a second session', async (drive) => {
    await cdrdao(drive, 'write', '--multi', await tocFile(drive));
    const appendable = { status: 'appendable', lastSession: 'empty', gapless: true };
    await assertDisc(drive, { ...appendable, sessions: [audioTracks] });
    await drive.serve();
    await cdrdao(drive, 'write', await tocFile(drive));
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks, audioTracks], gapless: true });
  }),
  scenario('cdrdao: write with CD-TEXT', async (drive) => {
    await cdrdao(drive, 'write', '--driver', 'generic-mmc:0x10', await tocFile(drive, TEXTS));
    await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: true, texts: TEXTS });
  }),
  scenario('cdrdao: simulate', async (drive) => {
    await cdrdao(drive, 'simulate', await tocFile(drive));
    await assertBlank(drive);
    assert.deepEqual(writeParametersUsed(await drive.commands()), [{ bufferUnderrunFree: true, testWrite: true }]);
  }),
  scenario('cdrdao: blank --blank-mode minimal', (drive) => reuse(drive, 'minimal'), REWRITABLE),
  scenario('cdrdao: blank --blank-mode full', (drive) => reuse(drive, 'full'), REWRITABLE),
];
