import { Drive } from '../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio, burnData } from '../../../src/write/index.ts';
import { blocksOfNoise, noise, sourceOf } from '../../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../../support/tampered-transport.ts';
import { type Aspects, aspectsOf } from '../tao/aspects.ts';
import { LENGTHS } from '../tao/our-runs.ts';
import { recordedSteps, type Step, stepOf } from '../tao/steps.ts';

/** The image of the recorded runs; both programs add 15 blocks for `-pad`. */
export const IMAGE_BLOCKS = 329;

/** What is sent to add a data session to the audio session of the recorded runs, and finish the disc. */
export async function ourDataSteps(): Promise<Step[]> {
  const slots: { step?: Step }[] = [];
  const transport = new TamperedTransport(new SimulatedDrive(), async (request, next) => {
    const slot: { step?: Step } = {};
    slots.push(slot);
    const reply = await next();
    if (reply.outcome === 'answered') slot.step = stepOf(request, reply);
    return reply;
  });
  await using drive = new Drive(transport);
  const audio = LENGTHS.map((blocks, index) => blocksOfNoise(blocks, index + 1));
  await drainGenerator(burnAudio(drive, audio, { ending: 'close-session', verify: 'none' }));
  slots.length = 0;
  const image = sourceOf(noise(IMAGE_BLOCKS * 2_048));
  await drainGenerator(burnData(drive, image, { append: true, verify: 'none' }));
  return slots.flatMap(({ step }) => (step === undefined ? [] : [step]));
}

/** One row of docs/data-sequence.md: where the three differ. */
export interface Difference {
  readonly aspect: string;
  readonly discwright: string;
  readonly wodim: string;
  readonly cdrskin: string;
}

/** Aspects that one track cannot have. */
const OF_SEVERAL_TRACKS: readonly string[] = ['later tracks', 'blocks between tracks'];

export async function compareData(): Promise<{ readonly ours: Aspects; readonly differences: Difference[] }> {
  const ours = aspectsOf(await ourDataSteps());
  const [wodim, cdrskin] = ['wodim-data', 'cdrskin-data'].map((run) => aspectsOf(recordedSteps(run)));
  const differences = Object.keys(ours)
    .filter((aspect) => !OF_SEVERAL_TRACKS.includes(aspect))
    .map((aspect) => ({
      aspect,
      discwright: ours[aspect] ?? '',
      wodim: wodim?.[aspect] ?? '',
      cdrskin: cdrskin?.[aspect] ?? '',
    }))
    .filter((row) => row.discwright !== row.wodim || row.discwright !== row.cdrskin);
  return { ours, differences };
}
