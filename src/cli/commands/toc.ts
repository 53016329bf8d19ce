import type { Command } from 'commander';
import { ask, type Drive, lbaOfMsf, readDiscState } from '../../index.ts';
import {
  CD_TEXT_REPLY_BYTES,
  type CdText,
  decodeCdText,
  isTrackNumber,
  pointAddress,
  QMode,
  readCdText,
  readFullToc,
  readPma,
  sessionsOf,
  type TocSession,
} from '../../mmc/index.ts';
import { cdTextInWords } from '../cd-text-words.ts';
import type { ContextOf } from '../context.ts';
import { type DetailOptions, detailsInJson, detailsInWords, detailsOf } from '../disc-details.ts';
import { ifHad, reportDrive } from '../disc-report.ts';
import {
  driveInWords,
  type TableOfContents,
  tableOfContents,
  tableOfContentsInWords,
  warningsInWords,
} from '../disc-words.ts';
import { msfText, plural, table } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { withDrive } from '../with-drive.ts';

const FULL_TOC_BYTES = 4 + 11 * 400;
const PMA_BYTES = 4 + 11 * 400;

/** A track of an unfinished session, as the Program Memory Area records it. */
interface PmaTrack {
  readonly number: number;
  readonly startLba: number;
  readonly endLba: number;
}

export function addToc(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('toc'), {
    'sessions, tracks and CD-TEXT': 'toc --device /dev/sr0',
    'with catalogue number, ISRCs, pauses and indexes': 'toc --device /dev/sr0 --codes --indexes',
  })
    .description('show the tables of contents: sessions, tracks and their flags, the program memory area, CD-TEXT')
    .option('--codes', 'also the catalogue number and the ISRC of each track: the drive goes to each track')
    .option(
      '--indexes',
      'also pauses, indexes and SCMS: reads the Q sub-channel around each border, which takes seconds a track',
    )
    .action(async (options: DetailOptions, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        const identity = await reportDrive(drive);
        const contents = await tableOfContents(drive, await readDiscState(drive));
        const unread: string[] = [];
        const sessions = await fullToc(drive, unread);
        const pma = await programMemoryArea(drive, unread);
        const cdText = await cdTextOf(drive, unread);
        const details = await detailsOf(drive, options);
        unread.push(...(details?.warnings ?? []));
        const warnings = [...contents.warnings, ...unread];
        const codes = detailsInJson(contents, details);
        context.output.result(
          'toc',
          { drive: identity, ...contents, ...codes, sessions, pma, cdText, warnings },
          () => [
            `Drive  ${driveInWords(identity)}`,
            '',
            ...sectionsInWords(contents, sessions, pma, cdText),
            ...detailsInWords(details, options),
            ...warningsInWords(unread),
          ],
        );
      });
    });
}

/** Empty while no session is closed; undefined if that is not known. */
async function fullToc(drive: Drive, warnings: string[]): Promise<readonly TocSession[] | undefined> {
  const command = readFullToc({ trackOrSession: 1, allocationLength: FULL_TOC_BYTES });
  const before = warnings.length;
  const reply = await ifHad('the tables of contents in the lead-ins', ask(drive, command), warnings);
  if (reply === undefined) return warnings.length > before ? undefined : [];
  return sessionsOf(reply.entries);
}

async function programMemoryArea(drive: Drive, warnings: string[]): Promise<readonly PmaTrack[]> {
  const command = readPma({ allocationLength: PMA_BYTES });
  const reply = await ifHad('the program memory area', ask(drive, command), warnings);
  const entries = reply?.entries ?? [];
  return entries
    .filter(({ adr, point }) => adr === QMode.Position && isTrackNumber(point))
    .map((entry) => ({
      number: entry.point,
      startLba: lbaOfMsf(pointAddress(entry)),
      endLba: lbaOfMsf(entry),
    }));
}

async function cdTextOf(drive: Drive, warnings: string[]): Promise<CdText | null> {
  const command = readCdText({ allocationLength: CD_TEXT_REPLY_BYTES });
  const reply = await ifHad('CD-TEXT', ask(drive, command), warnings);
  return reply === undefined || reply.entries.length === 0 ? null : decodeCdText(reply.entries);
}

function sectionsInWords(
  contents: TableOfContents,
  sessions: readonly TocSession[] | undefined,
  pma: readonly PmaTrack[],
  cdText: CdText | null,
): string[] {
  return [
    ...tableOfContentsInWords(contents),
    ...(sessions === undefined
      ? []
      : sessions.length === 0
        ? ['', 'No session is closed yet, so no lead-in has a table of contents.']
        : ['', 'Table of contents in the lead-in, session by session', ...sessions.flatMap(sessionInWords)]),
    ...(pma.length === 0 ? [] : ['', 'Program memory area', ...pmaInWords(pma)]),
    ...(cdText === null ? [] : textsInWords(cdText)),
  ];
}

function sessionInWords({ number, tracks, leadOutLba, nextProgramAreaLba }: TocSession): string[] {
  const rows = tracks.map(({ number: track, kind, startLba }) => [track, kind, msfText(startLba), startLba]);
  const next =
    nextProgramAreaLba === undefined
      ? 'no other session can follow'
      : `the next session can begin at ${msfText(nextProgramAreaLba)} (LBA ${nextProgramAreaLba})`;
  return [
    `  Session ${number}: ${next}`,
    ...table([['Track', 'Kind', 'Start', 'LBA'], ...rows, ['out', '', msfText(leadOutLba), leadOutLba]], '    '),
  ];
}

const pmaInWords = (pma: readonly PmaTrack[]): string[] =>
  table([
    ['Track', 'Start', 'LBA', 'End', 'LBA'],
    ...pma.map(({ number, startLba, endLba }) => [number, msfText(startLba), startLba, msfText(endLba), endLba]),
  ]);

function textsInWords({ blocks, damagedPacks }: CdText): string[] {
  const damaged = damagedPacks === 0 ? [] : ['', `CD-TEXT: ${plural(damagedPacks, 'damaged pack')} left out.`];
  return [...blocks.flatMap((block) => ['', ...cdTextInWords(block)]), ...damaged];
}
