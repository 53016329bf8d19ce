import { crc32 } from 'node:zlib';
import { type CdTextBlock, CharacterCode } from '../../../src/cd/cd-text/index.ts';
import { concatBytes, fromHex } from '../../../src/codec/index.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { burn, cdSessionAtOnce, type TrackSource } from '../../../src/write/index.ts';
import { noise, sourceOf } from '../../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../../support/tampered-transport.ts';
import { fixtureLines } from '../exchanges.ts';
import { LENGTHS } from '../tao/our-runs.ts';
import { is, Opcode, type Step, stepOf, writeOf } from '../tao/steps.ts';

const BLOCK_BYTES = 2_352;
const PREGAP_BLOCKS = 150;

/** A session, command by command; of the lead-in's data also a checksum of their beginning. */
export interface Session {
  readonly steps: readonly Step[];
  /** The CRC-32 of the first so many bytes of the lead-in; undefined when so many are not known. */
  leadInCrc(lengthBytes: number): string | undefined;
  /** How many bytes the first WRITE to the lead-in has. */
  readonly firstLeadInBytes: number;
}

interface Line {
  readonly run: string;
  readonly cdb: string;
  readonly out?: string;
  readonly outCrc32?: string;
  readonly len?: number;
  readonly in?: string;
  readonly timeoutMs: number;
  readonly status: number;
  readonly sense?: string;
}

const lines = fixtureLines<Line>('golden/sao-runs.jsonl');

/** What a program sent in one of the runs of fixtures/golden/sao-runs.jsonl. */
export function recordedSession(run: string): Session {
  const own = lines.filter((line) => line.run === run);
  if (own.length === 0) throw new Error(`no run ${run}`);
  const first = own.find(({ outCrc32 }) => outCrc32 !== undefined);
  return {
    steps: own.map(({ cdb, out, in: answered, timeoutMs, status, sense }) => ({
      cdb: fromHex(cdb),
      ...(out === undefined ? {} : { out: fromHex(out) }),
      ...(answered === undefined ? {} : { in: fromHex(answered) }),
      timeoutMs,
      status,
      ...(sense === undefined ? {} : { sense: fromHex(sense) }),
    })),
    leadInCrc: (lengthBytes) => (lengthBytes === first?.len ? first.outCrc32 : undefined),
    firstLeadInBytes: first?.len ?? 0,
  };
}

/** The texts of the recorded runs. */
const CD_TEXT: readonly CdTextBlock[] = [
  {
    language: 9,
    characterCode: CharacterCode.Iso8859,
    firstTrack: 1,
    album: { title: 'Rig Album', performer: 'Rig Artist' },
    tracks: ['One', 'Two', 'Three'].map((title) => ({ title, performer: 'Rig Artist' })),
  },
];

/**
 * How the same three files become tracks: without pauses, as cdrskin does; with the last two seconds of a track as the
 * pause of the next, as wodim does; with two seconds of silence before each, as cdrdao was told.
 */
export type Pauses = 'none' | 'taken' | 'added';

function sourcesWith(pauses: Pauses): TrackSource[] {
  const files = LENGTHS.map((blocks, index) => noise(blocks * BLOCK_BYTES, index + 1));
  if (pauses === 'none') return files.map((file) => sourceOf(file));
  const pauseBytes = PREGAP_BLOCKS * BLOCK_BYTES;
  return files.map((file, index) => {
    const isFirst = index === 0;
    const isLast = index === files.length - 1;
    const before = pauses === 'added' ? new Uint8Array(pauseBytes) : (files[index - 1]?.subarray(-pauseBytes) ?? file);
    const own = pauses === 'taken' && !isLast ? file.subarray(0, -pauseBytes) : file;
    return isFirst ? sourceOf(own) : { ...sourceOf(concatBytes([before, own])), pregapBlocks: PREGAP_BLOCKS };
  });
}

/** Burns on a simulated drive and returns what was sent. */
export async function ourSession(pauses: Pauses, text: boolean): Promise<Session> {
  const steps: Step[] = [];
  const leadIn: Uint8Array[] = [];
  const transport = new TamperedTransport(new SimulatedDrive(), async (request, next) => {
    const sent = request.data.direction === 'out' ? Uint8Array.from(request.data.bytes) : undefined;
    const reply = await next();
    if (reply.outcome !== 'answered') return reply;
    const step = stepOf(request, reply);
    steps.push(step);
    if (is(step, Opcode.Write) && writeOf(step).lba < -PREGAP_BLOCKS && sent !== undefined) leadIn.push(sent);
    return reply;
  });
  await using drive = new Drive(transport);
  await drainGenerator(
    burn(drive, cdSessionAtOnce, sourcesWith(pauses), { verify: 'none', ...(text ? { cdText: CD_TEXT } : {}) }),
  );
  const bytes = concatBytes(leadIn);
  return {
    steps,
    leadInCrc: (lengthBytes) =>
      bytes.length < lengthBytes ? undefined : crc32(bytes.subarray(0, lengthBytes)).toString(16).padStart(8, '0'),
    firstLeadInBytes: leadIn[0]?.length ?? 0,
  };
}
