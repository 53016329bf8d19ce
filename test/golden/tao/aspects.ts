import { readFileSync } from 'node:fs';
import { hexOf, i32, is, isWhereNext, Opcode, pageOf, type Step, succeeded, writeOf } from './steps.ts';

/** What is compared between two burns, each in a word or a few. */
export type Aspects = Readonly<Record<string, string>>;

interface PageField {
  readonly name: string;
  readonly byte: number;
  readonly high: number;
  readonly bits: number;
}

/** The fields of page 05h, where sdparm has them. */
export const PAGE_FIELDS: readonly PageField[] = readFileSync(
  new URL('../../../fixtures/mode-pages/sdparm.txt', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line.startsWith('05 '))
  .map((line) => {
    const [, name = '', byte, high, bits] = line.trim().split(/\s+/);
    return { name, byte: Number(byte), high: Number(high), bits: Number(bits) };
  });

export function pageField(page: Uint8Array, { byte, high, bits }: PageField): number {
  if (bits <= 8) return Math.floor((page[byte] ?? 0) / 2 ** (high + 1 - bits)) % 2 ** bits;
  return [...page.subarray(byte, byte + bits / 8)].reduce((value, each) => value * 256 + each, 0);
}

const unique = (values: readonly (string | number)[]): string => [...new Set(values)].join(' then ') || 'nothing';
const seconds = (steps: readonly Step[]): string =>
  unique(steps.map(({ timeoutMs }) => `${timeoutMs / 1000} s`)) || 'never sent';

/** The page that was in effect when the command was sent. */
export function pageAt(steps: readonly Step[], index: number): Uint8Array | undefined {
  const sent = steps.slice(0, index).filter((step) => pageOf(step) !== undefined && succeeded(step));
  const last = sent.at(-1);
  return last === undefined ? undefined : pageOf(last);
}

interface Track {
  readonly begins: number;
  readonly writes: readonly Step[];
}

/** WRITEs between two flushes are a track. */
function tracksOf(steps: readonly Step[]): Track[] {
  const tracks: { begins: number; writes: Step[] }[] = [];
  let writing = false;
  steps.forEach((step, index) => {
    if (is(step, Opcode.Write)) {
      if (!writing) tracks.push({ begins: index, writes: [] });
      tracks.at(-1)?.writes.push(step);
      writing = true;
    } else if (is(step, Opcode.SynchronizeCache)) writing = false;
  });
  return tracks;
}

function pageAspects(steps: readonly Step[], tracks: readonly Track[]): Aspects {
  const pages = tracks.map(({ begins }) => pageAt(steps, begins)).filter((page) => page !== undefined);
  const closing = steps.findIndex((step) => is(step, Opcode.CloseTrackSession));
  const atClose = closing < 0 ? undefined : pageAt(steps, closing);
  const multi = PAGE_FIELDS.find(({ name }) => name === 'MULTI_S');
  return {
    ...Object.fromEntries(
      PAGE_FIELDS.map((field) => [`page 05h ${field.name}`, unique(pages.map((page) => pageField(page, field)))]),
    ),
    'page 05h, the rest': unique(pages.map((page) => hexOf(page.subarray(16)).replace(/^(?:00 ?)*$/, 'zero'))),
    'page 05h MULTI_S at CLOSE SESSION':
      atClose === undefined || multi === undefined ? 'no CLOSE SESSION' : String(pageField(atClose, multi)),
  };
}

function trackAspects(steps: readonly Step[], tracks: readonly Track[]): Aspects {
  const runs = tracks.map(({ writes }) => writes.map(writeOf));
  const ends = runs.map((run) => (run.at(-1)?.lba ?? 0) + (run.at(-1)?.blocks ?? 0));
  const starts = runs.map((run) => run[0]?.lba ?? 0);
  const asked = tracks.map(({ begins }) => steps.slice(0, begins).findLast(isWhereNext));
  const isNext = asked.map((step, index) => step?.in !== undefined && i32(step.in, 12) === starts[index]);
  const gapless = runs.every((run) => run.every(({ lba }, at) => at === 0 || lba === writesEnd(run[at - 1])));
  return {
    'tracks, in blocks': runs.map((run) => run.reduce((sum, { blocks }) => sum + blocks, 0)).join(', '),
    'WRITE begins at': isNext.every(Boolean) ? 'the next writable address' : starts.join(', '),
    'WRITE within a track': gapless ? 'without a gap' : 'with gaps',
    'blocks per WRITE': unique(runs.flatMap((run) => run.slice(0, -1).map(({ blocks }) => blocks))),
    'WRITE byte 1 (FUA)': unique(tracks.flatMap(({ writes }) => writes.map(({ cdb }) => cdb[1] ?? 0))),
    'time limit of WRITE': seconds(steps.filter((step) => is(step, Opcode.Write))),
    'blocks between tracks': unique(starts.slice(1).map((start, index) => start - (ends[index] ?? 0))),
    'READ TRACK INFORMATION before a track': unique(
      asked.map((step) =>
        step === undefined ? 'none' : `type ${(step.cdb[1] ?? 0) % 4}, ${hexOf(step.cdb.subarray(2, 6))}`,
      ),
    ),
    'allocation length of READ TRACK INFORMATION': unique(
      asked.map((step) => (step === undefined ? 'none' : (step.cdb[8] ?? 0))),
    ),
  };
}

const writesEnd = (write: { lba: number; blocks: number } | undefined): number =>
  write === undefined ? 0 : write.lba + write.blocks;

const WORDS: Readonly<Record<number, (step: Step) => string>> = {
  [Opcode.PreventAllow]: ({ cdb }) => ((cdb[4] ?? 0) % 2 === 1 ? 'PREVENT' : 'ALLOW'),
  [Opcode.StartStop]: ({ cdb }) => startStop(cdb),
  [Opcode.Write]: () => 'WRITE',
  [Opcode.SynchronizeCache]: () => 'SYNC',
  [Opcode.SendOpc]: () => 'OPC',
  [Opcode.ModeSelect]: (step) => (pageOf(step) === undefined ? 'BLOCK SIZE' : 'PAGE'),
  [Opcode.CloseTrackSession]: ({ cdb }) => (cdb[2] === 1 ? 'CLOSE TRACK' : 'CLOSE SESSION'),
  [Opcode.SetCdSpeed]: () => 'SPEED',
  [Opcode.SendCueSheet]: () => 'CUE SHEET',
  [Opcode.ReserveTrack]: () => 'RESERVE',
};

function startStop(cdb: Uint8Array): string {
  const flags = cdb[4] ?? 0;
  const what = ['stop', 'start', 'eject', 'load'][flags % 4] ?? '';
  return (cdb[1] ?? 0) % 2 === 1 ? `${what} IMMED` : what;
}

/** Commands that do something, in order, without repetitions; `NWA` reads the next writable address. */
export function orderOf(steps: readonly Step[]): string {
  const words = steps.flatMap((step) => {
    const word = isWhereNext(step) ? 'NWA' : WORDS[step.cdb[0] ?? -1]?.(step);
    return word === undefined ? [] : [succeeded(step) || word === 'WRITE' ? word : `${word} (refused)`];
  });
  return words.filter((word, index) => word !== words[index - 1]).join(' ') || 'nothing';
}

/** What the program sends, to look or to wait, right after a command that ends a track or a session. */
function waitsWith(steps: readonly Step[]): string {
  const next = steps.flatMap((step, index) =>
    is(step, Opcode.SynchronizeCache) || is(step, Opcode.CloseTrackSession) ? [steps[index + 1]?.cdb[0] ?? -1] : [],
  );
  return unique(next.map((opcode) => (opcode === Opcode.TestUnitReady ? 'TEST UNIT READY' : 'another command')));
}

const lastIndex = (steps: readonly Step[], opcode: number): number => steps.findLastIndex((step) => is(step, opcode));

/** Everything that is compared for a burn of several tracks. */
export function aspectsOf(steps: readonly Step[]): Aspects {
  const tracks = tracksOf(steps);
  const first = tracks[0]?.begins ?? steps.length;
  const second = tracks[1]?.begins ?? first;
  const speed = steps.findIndex((step) => is(step, Opcode.SetCdSpeed));
  const speedSent = steps[speed];
  const lastWrite = lastIndex(steps, Opcode.Write);
  const endOfTracks = steps.findIndex((step, index) => index > lastWrite && is(step, Opcode.SynchronizeCache));
  const syncs = steps.slice(0, endOfTracks + 1).filter((step) => is(step, Opcode.SynchronizeCache));
  const closes = steps.filter((step) => is(step, Opcode.CloseTrackSession));
  const beforeSpeed = steps.slice(0, speed < 0 ? first : speed).filter((step) => !isWhereNext(step));
  const firstTrackEnd = steps.findIndex((step, index) => index > first && is(step, Opcode.SynchronizeCache));
  return {
    ...pageAspects(steps, tracks),
    ...trackAspects(steps, tracks),
    'before the burn': orderOf(beforeSpeed.filter((step) => !is(step, Opcode.ModeSelect) && !is(step, Opcode.SendOpc))),
    'SET CD SPEED': speedSent === undefined ? 'not sent' : hexOf(speedSent.cdb.subarray(2, 6)),
    'first track': orderOf(steps.slice(speed + 1, firstTrackEnd + 1).filter((step) => isOfTrack(step))),
    'later tracks': orderOf(steps.slice(firstTrackEnd + 1, second + 1)),
    'SEND OPC': hexOrNot(steps.filter((step) => is(step, Opcode.SendOpc))),
    'SYNCHRONIZE CACHE at the end of a track': hexOrNot(syncs),
    'time limit of SYNCHRONIZE CACHE': seconds(syncs),
    'CLOSE SESSION': hexOrNot(closes.filter(({ cdb }) => cdb[2] !== 1)),
    'time limit of CLOSE SESSION': seconds(closes),
    'CLOSE TRACK': hexOrNot(closes.filter(({ cdb }) => cdb[2] === 1)),
    'waits for a flush or a close with': waitsWith(steps),
    'READ BUFFER CAPACITY while writing': steps.some((step) => is(step, Opcode.ReadBufferCapacity)) ? 'yes' : 'no',
    'after the last track': orderOf(steps.slice(endOfTracks + 1)),
  };
}

const isOfTrack = (step: Step): boolean => !is(step, Opcode.StartStop) && !is(step, Opcode.PreventAllow);
const hexOrNot = (steps: readonly Step[]): string =>
  unique(steps.map(({ cdb }) => hexOf(cdb))).replace('nothing', 'not sent');
