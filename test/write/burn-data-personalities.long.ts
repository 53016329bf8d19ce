import { expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import type { Multisession } from '../../src/read/multisession.ts';
import { openSimulatedDrive, personalities } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { burnData } from '../../src/write/burn-data.ts';
import { blocksOfNoise, noise, sourceOf } from '../support/sources.ts';
import { drainGenerator } from '../support/tampered-transport.ts';

/** These do not write even the audio, or let it be written and lie about it. */
const WITHOUT_AUDIO: readonly string[] = ['liar', 'liar-stale', 'opc-fails'];
const LIARS: readonly string[] = ['impossibly-fast', 'liar-plausible'];

/** Data that is right only where it was said to begin. */
const made = ({ nextWritableLba }: Multisession) => ({
  ...sourceOf(noise(400 * 2_048)),
  placeProblem: (lba: number) => (lba === nextWritableLba ? undefined : `it was made for LBA ${nextWritableLba}`),
});

const names = personalities.map(({ name }) => name).filter((name) => !WITHOUT_AUDIO.includes(name));

test.each(names.flatMap((name) => (['close-session', 'leave-open'] as const).map((ending) => [name, ending] as const)))(
  '%s: data is session 2 after audio with %s',
  async (personality, ending) => {
    await using drive = new Drive(await openSimulatedDrive('', { personality }));
    await drainGenerator(burnAudio(drive, [blocksOfNoise(400)], { ending, writeType: 'tao', verify: 'none' }));
    const burning = drainGenerator(burnData(drive, made, { append: true, verify: 'full' }));
    if (LIARS.includes(personality)) {
      await expect(burning).rejects.toMatchObject({ phase: 'verifying', code: 'NOTHING_RECORDED' });
      return;
    }
    const { result } = await burning;
    expect(result.warnings).toEqual([]);
    expect(result.comparisons).toMatchObject([{ track: 2, comparedBytes: 550 * 2_048 }]);
    const { tracks } = await readDiscState(drive);
    expect(tracks.at(-1)).toMatchObject({ number: 2, session: 2, startLba: 402 + 11_400 });
  },
);
