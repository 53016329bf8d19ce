import { expect, test } from '@jest/globals';
import {
  blankDisc,
  burnData,
  closeDisc,
  driveBlocks,
  formatDisc,
  readDiscState,
  recoverDisc,
} from '../../../../../src/index.ts';
import { blockOf, dataOf, finished } from '../support.ts';
import { type Bench, BLOCK_BYTES, benchWith, isOverwritten } from './bench.ts';
import { isToldTruthfully } from './cells.ts';
import { MATRIX } from './matrix.ts';

/** `CHAINS=n` runs n of them, `CHAIN=n` only that one. */
const CHAINS = Number(process.env.CHAINS ?? 320);
const ONLY = process.env.CHAIN === undefined ? undefined : Number(process.env.CHAIN);
const STEPS = 7;
const NAMES = Object.keys(MATRIX.media);

/** Park and Miller's minimal standard generator: integers below a limit. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.floor((state / 2_147_483_647) * below);
  };
}

/** What is on the disc for certain: of each block, which source it is from and which block of it. */
type Held = Map<number, { readonly seed: number; readonly block: number }>;

interface Chain {
  readonly bench: Bench;
  readonly random: (below: number) => number;
  readonly held: Held;
  readonly log: string[];
}

async function holdsWhatWasWritten({ bench, held }: Chain): Promise<void> {
  const lbas = [...held.keys()].sort((left, right) => left - right);
  for (let at = 0; at < lbas.length; ) {
    const startLba = lbas[at] ?? 0;
    let count = 1;
    while (count < 32 && lbas[at + count] === startLba + count) count++;
    const found = await driveBlocks(bench.drive).readBlocks(startLba, count);
    for (let index = 0; index < count; index++) {
      const { seed = 0, block = 0 } = held.get(startLba + index) ?? {};
      const wanted = blockOf(block, seed);
      const piece = found.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
      if (Buffer.compare(piece, wanted) !== 0) throw new Error(`LBA ${startLba + index} is not as it was written`);
    }
    at += count;
  }
}

/** The power fails within the next few exchanges. */
function losePower({ bench, random }: Chain): void {
  const after = random(90);
  let count = 0;
  bench.transport.tamper = (_request, next) => {
    if (count++ === after) bench.simulated.inject({ does: { powerLoss: 'restart' } });
    return next();
  };
}

const calm = ({ bench }: Chain): void => {
  bench.transport.tamper = (_request, next) => next();
};

/** @returns whether it was done; otherwise it was refused, or failed with an error that says what the disc is */
async function attempted(chain: Chain, what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    chain.log.push(`${what}: done`);
    return true;
  } catch (error) {
    const { name, phase, message } = error as { name: string; phase?: string; message: string };
    chain.log.push(`${what}: ${phase}: ${message.slice(0, 160)}`);
    if (!['BurnError', 'SenseError'].includes(name)) throw error;
    return false;
  }
}

async function burns(chain: Chain, interruption: 'none' | 'cancel' | 'power'): Promise<void> {
  const { bench, random, held } = chain;
  const [blocks, seed] = [1 + random(700), 1 + random(200)];
  const overwrites = await isOverwritten(bench);
  const ending = (['finalize', 'close-session', 'close-session', 'leave-open'] as const)[random(4)] ?? 'finalize';
  const append = !overwrites && (await readDiscState(bench.drive)).tracks.length > 0;
  const stop = new AbortController();
  if (interruption === 'power') losePower(chain);
  const given = { append, ending, overwrite: overwrites, padBlocks: 0, signal: stop.signal, fifoBytes: 200_000 };
  // What was to be replaced is given up.
  if (overwrites) for (let lba = 0; lba < blocks + 32; lba++) held.delete(lba);
  await attempted(chain, `burn ${blocks} blocks of ${seed}, ${ending}, ${interruption}`, async () => {
    const { tracks } = await finished(burnData(bench.drive, dataOf(blocks, seed), given), ({ phase }) => {
      if (interruption === 'cancel' && phase === 'writing') stop.abort();
    });
    for (const { startLba, lengthBlocks } of tracks)
      for (let block = 0; block < Math.min(blocks, lengthBlocks); block++) held.set(startLba + block, { seed, block });
  });
  calm(chain);
}

async function erases(chain: Chain, kind: 'format' | 'blank', interruption: 'none' | 'power'): Promise<void> {
  const { bench, random, held } = chain;
  const before = bench.transport.cdbs.length;
  if (interruption === 'power') losePower(chain);
  const type = (['minimal', 'full'] as const)[random(2)] ?? 'full';
  await attempted(chain, `${kind} ${type}, ${interruption}`, () =>
    kind === 'format' ? finished(formatDisc(bench.drive)) : finished(blankDisc(bench.drive, { type })),
  );
  calm(chain);
  const opcode = kind === 'format' ? 0x04 : 0xa1;
  if (bench.transport.cdbs.slice(before).some((cdb) => cdb[0] === opcode)) held.clear();
}

async function step(chain: Chain): Promise<void> {
  const { bench, random } = chain;
  switch (random(10)) {
    case 0:
    case 1:
    case 2:
      return await burns(chain, 'none');
    case 3:
      return await burns(chain, 'cancel');
    case 4:
    case 5:
      return await burns(chain, 'power');
    case 6: {
      const ending = (['finalize', 'close-session'] as const)[random(2)] ?? 'finalize';
      await attempted(chain, `close, ${ending}`, () => finished(closeDisc(bench.drive, { ending })));
      return;
    }
    case 7:
      return await erases(chain, 'format', random(2) === 0 ? 'none' : 'power');
    case 8:
      return await erases(chain, 'blank', random(2) === 0 ? 'none' : 'power');
    default:
      losePower(chain);
      await attempted(chain, 'close, power', () => finished(closeDisc(bench.drive, { ending: 'close-session' })));
      calm(chain);
  }
}

/** Brings the disc to where it can be used, whatever was done to it. */
async function recovers(chain: Chain): Promise<void> {
  const { disc } = await finished(recoverDisc(chain.bench.drive, { ending: 'close-session' }));
  chain.log.push(`recovered: ${disc?.status}, ${disc?.lastSession}`);
  await isToldTruthfully(chain.bench);
  await holdsWhatWasWritten(chain);
}

async function isUsable(chain: Chain): Promise<void> {
  const { bench } = chain;
  const disc = await readDiscState(bench.drive);
  if (disc.medium?.writeModel === 'overwrite') {
    await finished(burnData(bench.drive, dataOf(40, 9), { overwrite: true, verify: 'full' }));
  } else if (disc.status === 'blank' || disc.status === 'appendable') {
    await finished(burnData(bench.drive, dataOf(40, 9), { append: disc.status === 'appendable', verify: 'full' }));
  } else if (disc.status === 'other') {
    await finished(blankDisc(bench.drive));
    await finished(burnData(bench.drive, dataOf(40, 9), { verify: 'full' }));
  } else expect(disc).toMatchObject({ status: 'complete', lastSession: 'complete' });
}

const chains = Array.from({ length: CHAINS }, (_, index) => index + 1).filter((each) => (ONLY ?? each) === each);

test.each(NAMES)('%s: whatever is done in whatever order, what was written stays', async (name) => {
  for (const number of chains.filter((each) => NAMES[each % NAMES.length] === name)) {
    const random = randomNumbers(number * 7_919);
    await using bench = await benchWith(name);
    const chain: Chain = { bench, random, held: new Map(), log: [] };
    try {
      for (let steps = 0; steps < STEPS; steps++) {
        await step(chain);
        if (random(3) === 0) await recovers(chain);
      }
      await recovers(chain);
      await isUsable(chain);
    } catch (error) {
      throw new Error(`chain ${number} on ${name}:\n${chain.log.join('\n')}`, { cause: error });
    }
  }
});
