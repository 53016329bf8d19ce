import { requireKnownOptions } from '../../known-options.ts';
import type { DiscMap, DiscMark, DiscPart } from '../disc-map.ts';
import { discPicture } from '../disc-picture.ts';
import { escaped } from '../svg.ts';
import { markInWords } from '../words.ts';
import { factList, list, page, section } from './page.ts';
import { REPORT_OPTIONS, type ReportOptions } from './report-options.ts';
import { paceOf, type RipReadingFacts, ripGraphs } from './rip-graphs.ts';

/** Blocks of which a rip is not certain. Addresses and lengths are in blocks. */
interface Suspect {
  readonly startLba: number;
  readonly lengthBlocks: number;
  readonly doubt: DiscMark['kind'];
}

/** What {@link ripReport} needs of the result of a rip: a `RipResult`, or what `discwright rip --json` printed. */
export interface RipFacts {
  /** In any order; addresses and lengths in blocks. */
  readonly tracks: readonly {
    readonly number: number;
    readonly session: number;
    readonly kind: 'audio' | 'data';
    readonly startLba: number;
    readonly lengthBlocks: number;
    readonly pregapBlocks: number;
    /** Its file. */
    readonly path?: string | undefined;
    readonly checksums?:
      | { readonly crc32: string; readonly accurateRipV1: string; readonly accurateRipV2: string }
      | undefined;
    readonly suspects: readonly Suspect[];
  }[];
  /** Blocks in doubt of the whole disc. */
  readonly suspects: readonly Suspect[];
  readonly accurateRipId?: string | undefined;
  readonly cddbId?: string | undefined;
  /** The read offset correction, in samples of both channels. */
  readonly offsetSamples: number;
  /** Whether C2 error flags were used. */
  readonly c2: boolean;
  /** How often each block of audio had to be read the same. */
  readonly passes: number;
  /** Blocks that were read again until they agreed. */
  readonly repairedBlocks: number;
  /** How long reading took, by address; undefined in what early versions printed. */
  readonly readings?: readonly RipReadingFacts[] | undefined;
  readonly warnings: readonly string[];
}

/** A page with more lines is not read. */
const MOST_LINES = 500;

/**
 * What was ripped from a disc, the checksums of its tracks, how fast each place was read, with how many C2 errors, and the blocks in
 * doubt on pictures of the disc: one HTML document that needs no other file and no network.
 * @throws OptionsError
 */
export function ripReport(rip: RipFacts, options: ReportOptions): string {
  requireKnownOptions('ripReport()', options, REPORT_OPTIONS);
  const { title } = options;
  const map = mapOf(rip);
  const { readings = [] } = rip;
  return page(title, [
    factList([
      ['tracks', String(rip.tracks.length)],
      ['blocks in doubt', String(blocksIn(rip.suspects))],
      ['read again until they agreed', String(rip.repairedBlocks)],
      ['passes', String(rip.passes)],
      ...paceOf(readings),
      ['C2 error flags', rip.c2 ? 'used' : 'not used'],
      ['read offset', `${rip.offsetSamples > 0 ? '+' : ''}${rip.offsetSamples} samples`],
      ...(rip.accurateRipId === undefined ? [] : [['AccurateRip id', rip.accurateRipId] as const]),
      ...(rip.cddbId === undefined ? [] : [['CDDB id', rip.cddbId] as const]),
    ]),
    section('Tracks', table(rip)),
    section('Blocks in doubt', doubts(map.marks)),
    section('By address', ripGraphs(readings, map, rip.passes, rip.c2)),
    section('On the disc', discPicture(map, { title: 'Where they are on the disc' })),
    ...(rip.warnings.length === 0 ? [] : [section('Warnings', list(firstOf(rip.warnings)))]),
  ]);
}

const blocksIn = (suspects: readonly Suspect[]): number =>
  suspects.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);

/** The tracks that were ripped and the pauses before them. What was not ripped is left out. */
function mapOf({ tracks, suspects }: RipFacts): DiscMap {
  const parts = tracks
    .toSorted((a, b) => a.startLba - b.startLba)
    .flatMap(({ number, session, kind, startLba, lengthBlocks, pregapBlocks }): DiscPart[] => {
      const pauseLba = Math.max(0, startLba - pregapBlocks);
      const pause = {
        kind: 'gap',
        startLba: pauseLba,
        lengthBlocks: startLba - pauseLba,
        session,
        track: null,
      } as const;
      const part = { kind, startLba, lengthBlocks, session, track: number };
      return pause.lengthBlocks > 0 ? [part, pause] : [part];
    });
  const marks = suspects.map(({ doubt, startLba, lengthBlocks }) => ({ kind: doubt, startLba, lengthBlocks }));
  const endLba = [...parts, ...marks].reduce((end, each) => Math.max(end, each.startLba + each.lengthBlocks), 0);
  // Each pause is within the track before it, and drawn after that.
  const inOrder = parts.toSorted((a, b) => Number(a.kind === 'gap') - Number(b.kind === 'gap'));
  return { family: 'CD', sessions: new Set(tracks.map(({ session }) => session)).size, parts: inOrder, marks, endLba };
}

function table({ tracks, passes, c2 }: RipFacts): string {
  const rows = tracks.map(({ number, kind, lengthBlocks, path, checksums, suspects }) => {
    const cells = [
      lengthInWords(lengthBlocks),
      checksums?.crc32 ?? '',
      checksums?.accurateRipV1 ?? '',
      checksums?.accurateRipV2 ?? '',
      path === undefined ? 'no file' : confidence(kind, blocksIn(suspects), passes, c2),
    ];
    return `<tr><th scope="row">${number}, ${kind}</th>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const names = ['track', 'length', 'CRC-32', 'AccurateRip v1', 'AccurateRip v2', 'confidence'];
  const head = `<tr>${names.map((name) => `<th>${name}</th>`).join('')}</tr>`;
  return `<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

function confidence(kind: 'audio' | 'data', doubtful: number, passes: number, c2: boolean): string {
  if (doubtful > 0) return `${doubtful} ${doubtful === 1 ? 'block' : 'blocks'} in doubt`;
  if (kind === 'data') return 'read, checked by the drive';
  const flags = c2 ? ', no C2 errors' : '';
  if (passes > 1) return `${passes} times the same${flags}`;
  return c2 ? `read once${flags}` : 'read once, not checked';
}

const doubts = (marks: readonly DiscMark[]): string =>
  marks.length === 0 ? '<p>None.</p>' : list(firstOf(marks.map(markInWords)));

const firstOf = (lines: readonly string[]): readonly string[] =>
  lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more …`];

/** `3:05` */
function lengthInWords(blocks: number): string {
  const seconds = Math.round(blocks / 75);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
