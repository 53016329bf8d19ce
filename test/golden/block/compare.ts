import { Drive } from '../../../src/drive/drive.ts';
import { blankDisc, type MediumKind, SimulatedDrive } from '../../../src/simulator/index.ts';
import { type BurnDataOptions, burnData, formatDisc } from '../../../src/write/index.ts';
import {
  type BlockAspects,
  type BlockStep,
  blockAspectsOf,
  blockStepsOf,
  type ReceivedCommand,
} from '../../support/block-session.mjs';
import { noise, sourceOf } from '../../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../../support/tampered-transport.ts';
import { fixtureLines } from '../exchanges.ts';

const PROGRAMS = ['growisofs', 'xorriso', 'cdrskin'] as const;
type Program = (typeof PROGRAMS)[number];

/** The first line of a run, or one of its commands. */
type Line = { readonly run: string; readonly program: Program } & (
  | { readonly package: string; readonly medium: string; readonly command: string; readonly prepared?: string }
  | BlockStep
);

const lines = fixtureLines<Line>('golden/dvd-bd-runs.jsonl');

export const recordedRuns: readonly string[] = [...new Set(lines.map(({ run }) => run))];

/** The image that all programs wrote. */
export const IMAGE_BLOCKS = 775;

/** What differs from finalizing a blank disc with the defaults. */
const OURS: Readonly<Record<string, BurnDataOptions>> = {
  'DVD-R': { ending: 'close-session' },
  'DVD-R in one go': { writeType: 'sao' },
  'DVD-RW': { ending: 'close-session' },
  'DVD-RW in one go': { writeType: 'sao' },
  'DVD+R': { ending: 'close-session' },
  'BD-R': { ending: 'close-session' },
};

const mediumOf = (run: string): string => {
  const about = lines.find((line) => line.run === run && 'medium' in line);
  if (about === undefined || !('medium' in about)) throw new Error(`no run ${run}`);
  return about.medium;
};

const isPrepared = (run: string): boolean => lines.some((line) => line.run === run && 'prepared' in line);

/** What discwright sends for a run. */
async function ourSteps(run: string): Promise<BlockStep[]> {
  const commands: ReceivedCommand[] = [];
  const simulated = new SimulatedDrive({ disc: blankDisc(mediumOf(run) as MediumKind) });
  const transport = new TamperedTransport(simulated, async ({ cdb, data }, next) => {
    const sent = data.direction === 'out' ? data.bytes.slice(0, 256) : new Uint8Array();
    const reply = await next();
    if (reply.outcome === 'answered') commands.push({ cdb: cdb.slice(), data: sent, status: reply.status });
    return reply;
  });
  await using drive = new Drive(transport);
  if (isPrepared(run)) await drainGenerator(formatDisc(drive));
  commands.length = 0;
  await drainGenerator(burnData(drive, sourceOf(noise(IMAGE_BLOCKS * 2048)), { verify: 'none', ...OURS[run] }));
  return blockStepsOf(commands);
}

/** Undefined if the program was not run. */
function theirAspects(run: string, program: Program): BlockAspects | undefined {
  const steps = lines.flatMap((line) => (line.run === run && line.program === program && 'cdb' in line ? [line] : []));
  return steps.length === 0 ? undefined : blockAspectsOf(steps);
}

/** One row of docs/dvd-bd-sequence.md: where the programs differ. */
export type Difference = Readonly<Record<'when' | 'aspect' | 'discwright' | Program, string>>;

export const NO_RUN = '–';
const PAGE = 'page 05h';

/** Of page 05h only the fields are named that are not the same in all. */
function pageWords(all: readonly (BlockAspects | undefined)[]): (each: BlockAspects | undefined) => string {
  const pages = all.flatMap((each) => (each?.page === undefined ? [] : [each.page]));
  const differing = Object.keys(pages[0] ?? {}).filter((name) => new Set(pages.map((page) => page[name])).size > 1);
  return (each) => {
    if (each === undefined) return NO_RUN;
    const { page } = each;
    if (page === undefined) return 'not sent';
    return differing.map((name) => `${name} ${page[name]}`).join(', ') || 'sent';
  };
}

export interface Compared {
  readonly differences: readonly Difference[];
  readonly ours: Readonly<Record<string, BlockAspects>>;
}

export async function compareBlockRuns(): Promise<Compared> {
  const rows: Difference[] = [];
  const ours: Record<string, BlockAspects> = {};
  for (const run of recordedRuns) {
    const own = blockAspectsOf(await ourSteps(run));
    ours[run] = own;
    const all = [own, ...PROGRAMS.map((program) => theirAspects(run, program))] as const;
    const inWords = pageWords(all);
    for (const aspect of [PAGE, ...Object.keys(own.words)]) {
      const [discwright = '', growisofs = '', xorriso = '', cdrskin = ''] = all.map((each) =>
        aspect === PAGE ? inWords(each) : (each?.words[aspect] ?? NO_RUN),
      );
      if ([growisofs, xorriso, cdrskin].every((theirs) => theirs === discwright || theirs === NO_RUN)) continue;
      rows.push({ when: run, aspect, discwright, growisofs, xorriso, cdrskin });
    }
  }
  return { differences: joined(rows), ours };
}

/** The same difference in several runs is one row. */
function joined(rows: readonly Difference[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const { when, ...row } of rows) {
    const key = JSON.stringify(row);
    const like = found.get(key);
    found.set(key, { when: like === undefined ? when : `${like.when}, ${when}`, ...row });
  }
  return [...found.values()];
}
