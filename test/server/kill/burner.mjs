// Burns three tracks on a drive again and again, erasing the disc before, until it is killed: node burner.mjs DEVICE SEED.
// Reports each step, one JSON object per line.
import { blankDisc, cdTrackAtOnce, openDrive, readDiscState, WriteSession } from '../../../dist/index.js';
import { noiseSource } from '../../support/noise-source.mjs';
import { pickerOf, say } from '../../support/seeded-burner.mjs';

const [device, seed] = process.argv.slice(2);
const pick = pickerOf(seed);

async function finish(steps) {
  let phase;
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
    if (value.phase !== phase) say({ at: 'step', phase: value.phase });
    phase = value.phase;
  }
}

const drive = await openDrive(device);
for (;;) {
  const { status } = await readDiscState(drive);
  if (status !== 'blank') {
    say({ at: 'erasing' });
    await finish(blankDisc(drive));
  }
  say({ at: 'blank' });
  const session = await WriteSession.open(drive, cdTrackAtOnce, { ending: pick(3) === 0 ? 'leave-open' : 'finalize' });
  say({ at: 'step', phase: 'prepared' });
  for (let tracks = 3; tracks > 0; tracks--) {
    const blocks = 300 + pick(200);
    const noiseSeed = 1 + pick(250);
    const [plan] = await session.plan([noiseSource(blocks, noiseSeed)]);
    say({ at: 'writing', blocks, seed: noiseSeed });
    await finish(session.writeTrack(plan));
    say({ at: 'written' });
  }
  await finish(session.close());
  await session[Symbol.asyncDispose]();
  say({ at: 'closed' });
}
