import {
  blocksAsBytes,
  type DiscState,
  type Drive,
  discStateInWords,
  readTableOfContents,
  speedTimes,
} from '../index.ts';
import { decodeControl, RUN_OUT_BLOCKS } from '../mmc/index.ts';
import { type DiscReport, type DriveReport, ifHad } from './disc-report.ts';
import { fields, lengthText, msfText, table } from './format.ts';

export const driveInWords = ({ vendor, product, revision, path }: DriveReport): string =>
  `${[vendor, product, revision].filter((part) => part !== '').join(' ') || 'a drive that does not say its name'} (${path})`;

/** A line: its name and what it says. */
type Fact = readonly [name: string, value: string];

/** The drive and the disc in it, one fact per line. @param noDisc what to say without a disc */
export function driveAndDiscInWords(drive: DriveReport, disc: DiscReport | null, noDisc: string): string[] {
  return fields([['Drive', driveInWords(drive)], ...(disc === null ? [['Disc', noDisc] as const] : factsOf(disc))]);
}

function factsOf(disc: DiscReport): Fact[] {
  const { atip, writeSpeedsKBps, medium, mediaId } = disc;
  return [
    ['Disc', `${disc.profile}${disc.erasable ? ', can be erased' : ''}`],
    ['State', `${discStateInWords(disc)}.`],
    ...(medium === undefined ? roomIn(disc) : blocksIn(disc, medium)),
    ...(mediaId === undefined ? [] : [['Made by', mediaId] as const]),
    ...(atip === null
      ? []
      : [
          [
            'ATIP',
            `lead-in ${atip.leadInStart} (identifies the manufacturer), last lead-out ${atip.lastLeadOutStart}`,
          ] as const,
        ]),
    ...(writeSpeedsKBps.length === 0
      ? []
      : [
          [
            'Speeds',
            writeSpeedsKBps
              .map((speed) => `${medium === undefined ? Math.round(speedTimes(speed)) : speedTimes(speed, medium)}x`)
              .join(', '),
          ] as const,
        ]),
  ];
}

/** The room of a DVD or BD, and where it is written next; an overwritable one is written anywhere. */
function blocksIn(
  { nextWritableLba, freeBlocks, nextTrack }: DiscReport,
  { writeModel }: NonNullable<DiscReport['medium']>,
): Fact[] {
  if (writeModel === 'overwrite' || nextWritableLba === null || freeBlocks === null) return [];
  return [
    ['Free', blocksAsBytes(freeBlocks)],
    ['Next', `track ${nextTrack ?? 1} begins at LBA ${nextWritableLba}`],
  ];
}

/** How much audio one more track may have, as IMAPI2's FreeSectorsOnMedia says it, and where that track begins. */
function roomIn({ nextWritableLba, freeBlocks, nextTrack, tracks }: DiscReport): Fact[] {
  if (nextWritableLba === null || freeBlocks === null) return [];
  const room = Math.max(0, freeBlocks - RUN_OUT_BLOCKS);
  const open = tracks.find((track) => track.open);
  const what = open === undefined ? `track ${nextTrack ?? 1} begins` : `track ${open.number} continues`;
  return [
    [
      'Free',
      `${lengthText(room)} for one more track (${room} of ${freeBlocks} blocks: its run-out takes ${RUN_OUT_BLOCKS})`,
    ],
    ['Next', `${what} at ${msfText(nextWritableLba)} (LBA ${nextWritableLba})`],
  ];
}

/** The tracks as the drive reports them and, if a session is closed, where its lead-out begins. */
export interface TableOfContents {
  readonly tracks: DiscState['tracks'];
  /** Of a DVD or BD. */
  readonly medium?: DiscState['medium'];
  /** Null while no session is closed, when there is no table of contents on the disc yet, and if it could not be read. */
  readonly leadOutLba: number | null;
  /** What could not be read. Sentences without their full stops. */
  readonly warnings: readonly string[];
}

export async function tableOfContents(drive: Drive, disc: DiscState): Promise<TableOfContents> {
  const warnings: string[] = [];
  const closed =
    disc.tracks.length > 0 && disc.medium === undefined
      ? await ifHad('the table of contents, and with it the lead-out,', readTableOfContents(drive), warnings)
      : undefined;
  const { tracks, medium } = disc;
  return { tracks, leadOutLba: closed?.leadOutLba ?? null, warnings, ...(medium === undefined ? {} : { medium }) };
}

/** The flags of its CONTROL nibble: `pre-emphasis`. */
export function flagsInWords(control: number): string[] {
  const { preEmphasis, copyPermitted, fourChannels } = decodeControl(control);
  return [
    ...(preEmphasis ? ['pre-emphasis'] : []),
    ...(copyPermitted ? ['copies permitted'] : []),
    ...(fourChannels ? ['four channels'] : []),
  ];
}

const cutOffInWords = (blocks: number | undefined): string =>
  blocks === undefined ? '' : `cut off after ${lengthText(blocks)}`;

/** `Track  Kind  Session  Start  LBA  Length  Blocks`, one line per track. */
export function tableOfContentsInWords({ tracks, leadOutLba, warnings, medium }: TableOfContents): string[] {
  if (tracks.length === 0) return ['There is no track on the disc.'];
  if (medium !== undefined) return blockTracksInWords(tracks);
  const rows = tracks.map(({ number, kind, session, startLba, lengthBlocks, control, open, damaged, cutOffBlocks }) => [
    number,
    kind,
    session,
    msfText(startLba),
    startLba,
    lengthText(lengthBlocks),
    lengthBlocks,
    [...flagsInWords(control), open ? 'unfinished' : '', damaged ? 'damaged' : '', cutOffInWords(cutOffBlocks)]
      .filter((word) => word !== '')
      .join(', '),
  ]);
  if (leadOutLba !== null) {
    // Tracks of a session that is still open follow the lead-out of the last closed one.
    const before = tracks.filter(({ startLba }) => startLba < leadOutLba).length;
    rows.splice(before, 0, ['out', '', '', msfText(leadOutLba), leadOutLba]);
  }
  return [
    ...table([['Track', 'Kind', 'Session', 'Start', 'LBA', 'Length', 'Blocks', ''], ...rows]),
    ...warningsInWords(warnings),
  ];
}

/** `Track  Session  LBA  Blocks`: a DVD or BD has no times. */
function blockTracksInWords(tracks: DiscState['tracks']): string[] {
  const rows = tracks.map(({ number, session, startLba, lengthBlocks, open, damaged, cutOffBlocks }) => [
    number,
    session,
    startLba,
    lengthBlocks,
    [
      open ? 'unfinished' : '',
      damaged ? 'damaged' : '',
      cutOffBlocks === undefined ? '' : `cut off after ${blocksAsBytes(cutOffBlocks)}`,
    ]
      .filter((word) => word !== '')
      .join(', '),
  ]);
  return table([['Track', 'Session', 'LBA', 'Blocks', ''], ...rows]);
}

/** Problems that did no harm, a line each. */
export const warningsInWords = (warnings: readonly string[]): string[] =>
  warnings.map((warning) => `Warning: ${warning}.`);
