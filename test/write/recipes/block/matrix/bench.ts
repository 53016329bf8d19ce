import { Drive } from '../../../../../src/drive/drive.ts';
import { waitUntilReady } from '../../../../../src/drive/ready.ts';
import {
  type BurnDataOptions,
  type BurnResult,
  burnData,
  type DiscState,
  driveBlocks,
  formatDisc,
  readDiscState,
} from '../../../../../src/index.ts';
import { BdRFormatSubType, FormatType, formatUnit } from '../../../../../src/mmc/commands/format-unit.ts';
import { BlockDisc, SimulatedDrive } from '../../../../../src/simulator/index.ts';
import { HalfDone } from '../../../../../src/simulator/media/block-disc/structure.ts';
import { TamperedTransport } from '../../../../support/tampered-transport.ts';
import { dataOf, finished } from '../support.ts';
import { MATRIX } from './matrix.ts';

export const BLOCK_BYTES = 2048;

/** A drive with a disc of the matrix in it, and all that was sent to it since. */
export interface Bench extends AsyncDisposable {
  readonly drive: Drive;
  readonly simulated: SimulatedDrive;
  readonly disc: BlockDisc;
  readonly transport: TamperedTransport;
}

/** Commands that change the disc: FORMAT UNIT, WRITE(10), RESERVE TRACK, CLOSE TRACK/SESSION, BLANK, WRITE(12), SEND DISC STRUCTURE. */
const WRITING: readonly number[] = [0x04, 0x2a, 0x53, 0x5b, 0xa1, 0xaa, 0xbf];

export async function benchWith(name: string): Promise<Bench> {
  const made = MATRIX.discs[name];
  if (made === undefined) throw new Error(`the matrix does not say how to make ${name}`);
  const disc = BlockDisc.blank(made.medium);
  const simulated = new SimulatedDrive({ disc });
  const transport = new TamperedTransport(simulated);
  const drive = new Drive(transport);
  if (made.formatted === 'quick') await finished(formatDisc(drive));
  if (made.formatted === 'without POW') await formatWithoutPow(drive);
  transport.cdbs.length = 0;
  return { drive, simulated, disc, transport, [Symbol.asyncDispose]: () => drive.close() };
}

async function formatWithoutPow(drive: Drive): Promise<void> {
  const list = {
    immediate: true,
    blocks: 0,
    formatType: FormatType.BdRWithSpare,
    subType: BdRFormatSubType.Sequential,
  };
  await drive.execute(formatUnit({}, list));
  for await (const _ of waitUntilReady(drive, { activity: 'formatting', limitMs: 600_000 }));
}

/** Opcodes that were sent and write to the disc. */
export const writingOpcodes = ({ transport }: Bench): number[] =>
  transport.opcodes.filter((opcode) => WRITING.includes(opcode));

export const burned = (
  { drive }: Bench,
  blocks: number,
  seed: number,
  options: BurnDataOptions = {},
): Promise<BurnResult> => finished(burnData(drive, dataOf(blocks, seed), { padBlocks: 0, ...options }));

/** The bytes of `dataOf`. */
export async function bytesOf(blocks: number, seed: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(blocks * BLOCK_BYTES);
  await (await dataOf(blocks, seed).openReader()).read(bytes);
  return bytes;
}

/** Which blocks of a source are not on the disc as they should be, from an address onward. */
export async function differingBlocks(
  { drive }: Bench,
  startLba: number,
  { blocks, seed }: { readonly blocks: number; readonly seed: number },
): Promise<number[]> {
  const wanted = await bytesOf(blocks, seed);
  const found = await driveBlocks(drive).readBlocks(startLba, blocks);
  return Array.from({ length: blocks }, (_, block) => block).filter((block) => {
    const from = block * BLOCK_BYTES;
    const to = from + BLOCK_BYTES;
    return Buffer.compare(wanted.subarray(from, to), found.subarray(from, to)) !== 0;
  });
}

export const isOverwritten = async ({ drive }: Bench): Promise<boolean> =>
  (await readDiscState(drive)).medium?.writeModel === 'overwrite';

/** What the simulator itself knows of the disc, in the words of the driver. */
export function truthOf({
  disc: { structure },
}: Bench): Pick<DiscState, 'status' | 'sessions'> & { tracks: number[][] } {
  if (structure.unfinished === HalfDone.Formatting || structure.unfinished === HalfDone.Erasing)
    return { status: 'other', sessions: 0, tracks: [] };
  if (structure.layout !== 'sequential') {
    const formatted = structure.layout === 'formatted' && structure.unfinished === undefined;
    const status = !formatted ? 'blank' : structure.open ? 'appendable' : 'complete';
    return { status, sessions: formatted ? 1 : 0, tracks: [] };
  }
  const all = [...structure.sessions.flatMap(({ tracks }) => tracks), ...structure.tracks];
  return {
    status: structure.complete ? 'complete' : all.length === 0 ? 'blank' : 'appendable',
    sessions: structure.sessions.length + (structure.tracks.length === 0 ? 0 : 1),
    tracks: all.map(({ startLba, recordedBlocks }) => [startLba, recordedBlocks]),
  };
}
