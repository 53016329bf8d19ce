import { Drive } from '../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { closeDisc } from '../../../src/write/repair/close-disc.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { TamperedTransport } from '../../support/tampered-transport.ts';
import { type Step, stepOf } from './steps.ts';

/** The lengths of the tracks in the recorded runs. */
export const LENGTHS = [375, 525, 338] as const;

/** 1.3 s of sound, which is less than a track may be. */
const SHORT = [98] as const;

export type OurRun =
  | 'finalize'
  | 'multi'
  | 'dummy'
  | 'left open'
  | 'closed later'
  | 'short'
  | 'failed write'
  | 'no disc';

async function toEnd<T>(steps: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
  }
}

/** MEDIUM ERROR, write error, for the fifth WRITE, as wodim received it. */
const FAULT = { at: { command: 'WRITE(10)', nth: 5 }, does: { sense: '3/0C/00' } };

/** Burns as `run` says on a simulated drive and returns what was sent. */
export async function ourSteps(run: OurRun): Promise<Step[]> {
  const slots: { step?: Step }[] = [];
  const simulated = new SimulatedDrive({
    ...(run === 'no disc' ? { disc: undefined } : {}),
    faults: run === 'failed write' ? [FAULT] : [],
  });
  const transport = new TamperedTransport(simulated, async (request, next) => {
    const slot: { step?: Step } = {};
    slots.push(slot);
    const reply = await next();
    // Requests skipped by a broken chain were not sent.
    if (reply.outcome === 'answered') slot.step = stepOf(request, reply);
    return reply;
  });
  await using drive = new Drive(transport);
  const sources = (run === 'short' ? SHORT : LENGTHS).map((blocks, index) => blocksOfNoise(blocks, index + 1));
  const open = run === 'multi' || run === 'left open' || run === 'closed later';
  const burn = toEnd(
    burnAudio(drive, sources, { ending: open ? 'leave-open' : 'finalize', testWrite: run === 'dummy', verify: 'none' }),
  );
  if (run === 'failed write' || run === 'no disc') await burn.catch(() => {});
  else await burn;
  if (run === 'closed later') slots.length = 0;
  if (run === 'multi') await toEnd(closeDisc(drive, { ending: 'close-session' }));
  if (run === 'closed later') await toEnd(closeDisc(drive));
  return slots.flatMap(({ step }) => (step === undefined ? [] : [step]));
}
