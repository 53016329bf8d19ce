import { orderOf, PAGE_FIELDS, pageAt, pageField } from '../tao/aspects.ts';
import { hexOf, is, isWhereNext, Opcode, type Step, writeOf } from '../tao/steps.ts';
import type { Session } from './steps.ts';

export type Aspects = Readonly<Record<string, string>>;

const PREGAP_LBA = -150;
const FRAMES = 75;

const unique = (values: readonly (string | number)[]): string => [...new Set(values)].join(' then ') || 'nothing';
const seconds = (steps: readonly Step[]): string =>
  unique(steps.map(({ timeoutMs }) => `${timeoutMs / 1000} s`)) || 'never sent';
const hexOrNot = (steps: readonly Step[]): string =>
  unique(steps.map(({ cdb }) => hexOf(cdb))).replace('nothing', 'not sent');

/** Where the lead-in begins, by READ ATIP or READ DISC INFORMATION, whichever the program sent. */
function leadInLba(steps: readonly Step[]): number | undefined {
  const atip = steps.find(
    (step) => is(step, Opcode.ReadToc) && (step.cdb[2] ?? 0) % 16 === 4 && (step.in?.length ?? 0) > 11,
  );
  const disc = steps.find((step) => is(step, Opcode.ReadDiscInformation) && (step.in?.length ?? 0) > 19);
  const [minute, second, frame] = atip?.in?.subarray(8, 11) ?? disc?.in?.subarray(17, 20) ?? [];
  if (minute === undefined || second === undefined || frame === undefined) return undefined;
  return (minute * 60 + second) * FRAMES + frame + PREGAP_LBA - 100 * 60 * FRAMES;
}

function placeOf(lba: number | undefined, steps: readonly Step[]): string {
  if (lba === undefined) return 'nowhere';
  return lba === leadInLba(steps) ? 'the start of the lead-in in the ATIP' : `LBA ${lba}`;
}

const sheetOf = (steps: readonly Step[]): Uint8Array[] => {
  const sheet = steps.find((step) => is(step, Opcode.SendCueSheet))?.out ?? new Uint8Array();
  return Array.from({ length: sheet.length / 8 }, (_, at) => sheet.subarray(at * 8, at * 8 + 8));
};

/** Everything that is compared. @param leadInBytes how many bytes of the lead-in */
export function aspectsOf({ steps, leadInCrc }: Session, leadInBytes: number): Aspects {
  const cue = steps.findIndex((step) => is(step, Opcode.SendCueSheet));
  const page = pageAt(steps, cue);
  const writes = steps.filter((step) => is(step, Opcode.Write)).map(writeOf);
  const inLeadIn = writes.filter(({ lba }) => lba < PREGAP_LBA);
  const program = writes.filter(({ lba }) => lba >= PREGAP_LBA);
  const gaps = writes.filter(
    ({ lba }, at) => at > 0 && lba !== (writes[at - 1]?.lba ?? 0) + (writes[at - 1]?.blocks ?? 0),
  );
  const last = program.at(-1);
  const firstWrite = steps.findIndex((step) => is(step, Opcode.Write));
  const lastWrite = steps.findLastIndex((step) => is(step, Opcode.Write));
  const syncs = steps.slice(lastWrite).filter((step) => is(step, Opcode.SynchronizeCache));
  const asked = steps.findLast((step, index) => index < firstWrite && isWhereNext(step));
  const sync = steps.findIndex((step, index) => index > lastWrite && is(step, Opcode.SynchronizeCache));
  return {
    ...Object.fromEntries(
      sheetOf(steps).map((entry, at) => [`cue sheet, entry ${String(at + 1).padStart(2, '0')}`, hexOf(entry)]),
    ),
    ...Object.fromEntries(
      PAGE_FIELDS.map((field) => [
        `page 05h ${field.name}`,
        page === undefined ? 'none' : String(pageField(page, field)),
      ]),
    ),
    'page 05h, the rest': page === undefined ? 'none' : hexOf(page.subarray(16)).replace(/^(?:00 ?)*$/, 'zero'),
    'first WRITE': placeOf(writes[0]?.lba, steps),
    'WRITE of the program area': `LBA ${program[0]?.lba} to ${(last?.lba ?? 0) + (last?.blocks ?? 0) - 1}`,
    'WRITEs follow each other': gaps.length === 0 ? 'without a gap' : 'with gaps',
    'blocks per WRITE': unique(program.slice(0, 3).map(({ blocks }) => blocks)),
    'blocks per WRITE in the lead-in': unique(inLeadIn.slice(0, 1).map(({ blocks }) => blocks)),
    'CRC-32 of the packs in the lead-in': leadInBytes === 0 ? 'none' : (leadInCrc(leadInBytes) ?? 'not that many'),
    'time limit of WRITE': seconds(steps.filter((step) => is(step, Opcode.Write))),
    'time limit of SEND CUE SHEET': seconds(steps.filter((step) => is(step, Opcode.SendCueSheet))),
    'READ TRACK INFORMATION before the first WRITE':
      asked === undefined ? 'none' : `type ${(asked.cdb[1] ?? 0) % 4}, ${hexOf(asked.cdb.subarray(2, 6))}`,
    'SEND OPC': hexOrNot(steps.filter((step) => is(step, Opcode.SendOpc))),
    'from the page to the first WRITE': orderOf(
      steps.slice(
        steps.findLastIndex((step, index) => index < cue && is(step, Opcode.ModeSelect)),
        firstWrite + 1,
      ),
    ),
    'SYNCHRONIZE CACHE after the last WRITE': hexOrNot(syncs.slice(0, 1)),
    'time limit of SYNCHRONIZE CACHE': seconds(syncs.slice(0, 1)),
    'waits for it with': is(steps[sync + 1] as Step, Opcode.TestUnitReady) ? 'TEST UNIT READY' : 'another command',
    'CLOSE SESSION': hexOrNot(steps.filter((step) => is(step, Opcode.CloseTrackSession))),
    'READ BUFFER CAPACITY while writing': steps.some((step) => is(step, Opcode.ReadBufferCapacity)) ? 'yes' : 'no',
    'after the flush': orderOf(steps.slice(sync + 1)),
  };
}
