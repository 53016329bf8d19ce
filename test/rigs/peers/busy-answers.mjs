import assert from 'node:assert/strict';
import { assertBlank, assertDisc } from './expectations.mjs';
import { audioTracks, tocFile, wavFiles } from './material.mjs';
import { atVirtualDrive, SR } from './virtual-drive.mjs';

/** Answers that mean "not yet" (SPC-4, table of additional sense codes): the drive is at work, or something of it has changed. */
const BUSY_ANSWERS = ['2/04/01', '2/04/04', '2/04/07', '2/04/08', '6/2E/00'];
/** Each of these is answered so once, where a burn or an erase sends it. */
const COMMANDS_OF_BURN = [
  'TEST UNIT READY',
  'READ DISC INFORMATION',
  'READ TRACK INFORMATION',
  'START STOP UNIT',
  'MODE SELECT(10)',
  'SEND OPC INFORMATION',
  'SYNCHRONIZE CACHE(10)',
  'CLOSE TRACK/SESSION',
];
const REWRITABLE = 'CD-RW';

const programs = {
  discwright: {
    burn: async (drive) => drive.discwright(['burn', '--yes', ...(await wavFiles(drive))]),
    blank: (drive) => drive.discwright(['blank', '--yes']),
  },
  cdrskin: {
    burn: async (drive) => cdrskin(drive, '-tao', '-audio', '-pad', ...(await wavFiles(drive))),
    blank: (drive) => cdrskin(drive, 'blank=fast'),
  },
  cdrdao: {
    gapless: true,
    burn: async (drive) => cdrdao(drive, 'write', await tocFile(drive)),
    blank: (drive) => cdrdao(drive, 'blank', '--blank-mode', 'minimal'),
  },
};

const cdrskin = (drive, ...args) => drive.run('cdrskin', [`dev=${SR}`, 'gracetime=0', ...args]);
const cdrdao = (drive, command, ...args) =>
  drive.run('cdrdao', [command, '--device', SR, '--driver', 'generic-mmc', '-n', '--force', ...args]);

const once = (command, sense) => [{ at: { command }, does: { sense }, times: 1 }];

/** Whether a program burned the disc in spite of the answer; what it said if it did not. */
const burns = (program, command, sense) =>
  attempt(() =>
    atVirtualDrive({ faults: once(command, sense) }, async (drive) => {
      await program.burn(drive);
      await assertDisc(drive, { status: 'complete', sessions: [audioTracks], gapless: program.gapless });
    }),
  );

const erases = (program, sense) =>
  attempt(() =>
    atVirtualDrive({ medium: REWRITABLE }, async (drive) => {
      await programs.discwright.burn(drive);
      await drive.stop();
      await drive.serve({ faults: once('BLANK', sense) });
      await program.blank(drive);
      await assertBlank(drive);
    }),
  );

async function attempt(work) {
  try {
    await work();
    return { completed: true };
  } catch (error) {
    return { completed: false, why: String(error.message ?? error) };
  }
}

async function compare(sense) {
  const counts = Object.fromEntries(Object.keys(programs).map((name) => [name, 0]));
  const ours = [];
  for (const command of [...COMMANDS_OF_BURN, 'BLANK']) {
    const results = await Promise.all(
      Object.entries(programs).map(async ([name, program]) => {
        const result = command === 'BLANK' ? await erases(program, sense) : await burns(program, command, sense);
        if (result.completed) counts[name]++;
        return [name, result];
      }),
    );
    const { completed, why } = Object.fromEntries(results).discwright;
    if (!completed) ours.push(`${command}: ${why}`);
  }
  assert.deepEqual(ours, []);
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count} of ${COMMANDS_OF_BURN.length + 1}`)
    .join(', ');
}

/** Ours must complete wherever cdrskin or cdrdao does, and it completes everywhere. */
export const busyScenarios = BUSY_ANSWERS.map((sense) => ({
  name: `busy answers: ${sense} once to each command, discwright next to cdrskin and cdrdao`,
  waits: true,
  run: () => compare(sense),
}));
