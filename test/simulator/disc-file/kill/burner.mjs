// Burns, closes and erases the CD-RW in `sim:PATH`, again and again, until it is killed: node burner.mjs PATH SEED.
// Reports each step before and after it, one JSON object per line.
import { blankDisc, cdTrackAtOnce, closeDisc, openDrive, readDiscState, WriteSession } from '../../../../dist/index.js';
import { noiseSource } from '../../../support/noise-source.mjs';
import { pickerOf, say } from '../../../support/seeded-burner.mjs';

const [path, seed] = process.argv.slice(2);
const pick = pickerOf(seed);

async function finish(steps) {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
  }
}

async function burnSession(drive, openSession) {
  const session = await WriteSession.open(drive, cdTrackAtOnce, { ending: openSession ? 'leave-open' : 'finalize' });
  try {
    for (let tracks = 1 + pick(3); tracks > 0; tracks--) {
      const blocks = 300 + pick(400);
      const noiseSeed = 1 + pick(250);
      const [plan] = await session.plan([noiseSource(blocks, noiseSeed)]);
      say({ at: 'writing', number: plan.number, blocks, seed: noiseSeed });
      await finish(session.writeTrack(plan));
      say({ at: 'written' });
    }
    if (!openSession) say({ at: 'closing' });
    await finish(session.close());
  } finally {
    await session[Symbol.asyncDispose]();
  }
  if (openSession) {
    say({ at: 'closing' });
    await finish(closeDisc(drive, { ending: 'close-session' }));
  }
  say({ at: 'closed' });
}

for (;;) {
  say({ at: 'opening' });
  const drive = await openDrive(`sim:${path}?medium=CD-RW`);
  const { status } = await readDiscState(drive);
  if (status !== 'blank') {
    say({ at: 'blanking' });
    await finish(blankDisc(drive, { type: pick(6) === 0 ? 'full' : 'minimal' }));
    say({ at: 'blank' });
  }
  if (pick(2) === 0) await burnSession(drive, true);
  await burnSession(drive, false);
  await drive.close();
}
