import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pcmTrackFromBytes } from '../../src/audio/index.ts';
import { Drive } from '../../src/drive/drive.ts';
import {
  decodeRecordHeader,
  encodeRecordHeader,
  HEADER_BYTES,
  type RecordHeader,
  RecordKind,
} from '../../src/simulator/disc-file/format.ts';
import { openSimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/index.ts';
import { drain, sound } from '../read/recorded-disc.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { documentTargets } from './documents.ts';
import { driveTargets } from './drives.ts';
import { fileSystemTargets } from './file-systems.ts';
import { fileTargets } from './files.ts';
import { fuzz, inputsOf, type Outcome, SEED, type Target } from './fuzz.ts';
import { replyTargets } from './replies.ts';
import { soundTargets } from './sound.ts';

const folder = temporaryFolder();
const outcomes: Outcome[] = [];

afterAll(() => {
  const total = outcomes.reduce((sum, { inputs }) => sum + inputs, 0);
  const rows = outcomes.map(({ name, inputs, values, refused, slowestMs }) => {
    return `  ${name}: ${inputs} inputs, ${values} values, ${refused} refused, slowest ${slowestMs.toFixed(0)} ms`;
  });
  process.stdout.write([`fuzz, seed ${SEED}: ${total} inputs`, ...rows, ''].join('\n'));
});

/** The file of a saved disc with one short track, closed or left open, or of a blank one; of its sound one block is left. */
async function savedDisc(name: string, ending?: 'finalize' | 'leave-open'): Promise<Uint8Array> {
  const path = join(folder, name);
  await using simulated = await openSimulatedDrive(path);
  const tracks = [pcmTrackFromBytes(sound(2, 1), { name: 'one' })];
  if (ending !== undefined) await drain(burnAudio(new Drive(simulated), tracks, { ending }));
  return withoutSound(await readFile(path));
}

/** The same records; all blocks but the first are zeros, so that the file is small. */
function withoutSound(file: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [file.subarray(0, HEADER_BYTES)];
  let sequence = 0;
  const add = (header: RecordHeader, payload: Uint8Array) => {
    if (header.lengthBlocks === 0 && header.kind !== RecordKind.Structure) return;
    parts.push(encodeRecordHeader({ ...header, payloadBytes: payload.length, sequence: sequence++ }), payload);
  };
  for (let at = HEADER_BYTES; at < file.length; ) {
    const header = decodeRecordHeader(file.subarray(at, at + HEADER_BYTES));
    if (header === undefined) throw new Error(`no record at byte ${at}`);
    const start = at + HEADER_BYTES;
    at = start + header.payloadBytes;
    if (header.kind !== RecordKind.Blocks) {
      add(header, file.subarray(start, at));
      continue;
    }
    add({ ...header, lengthBlocks: 1 }, file.subarray(start, start + header.blockBytes));
    const { lba, lengthBlocks } = header;
    add({ ...header, kind: RecordKind.Zeros, lba: lba + 1, lengthBlocks: lengthBlocks - 1 }, new Uint8Array());
  }
  return Buffer.concat(parts);
}

async function run<T>(target: Target<T>): Promise<void> {
  const outcome = await fuzz(target);
  outcomes.push(outcome);
  // Samples that nothing can read would find nothing.
  expect(outcome.values).toBeGreaterThan(0);
  expect(outcome.inputs).toBeGreaterThanOrEqual(inputsOf(target.count));
}

const savedDiscs: Uint8Array[] = [];
beforeAll(async () => {
  savedDiscs.push(
    await savedDisc('blank'),
    await savedDisc('closed', 'finalize'),
    await savedDisc('open', 'leave-open'),
  );
});

test.each<[string, () => unknown]>([
  [
    'an error of another class',
    () => {
      throw new TypeError('planted');
    },
  ],
  ['a value that is too large', () => 'x'.repeat(100_000)],
  ['a value that does not end', () => endless()],
])('%s is found', async (_, run) => {
  const planted = { name: 'planted', inputs: fc.nat(), count: 1, errors: ['DecodeError'], run };
  await expect(fuzz(planted)).rejects.toThrow('Property failed');
});

function endless(): unknown {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

describe('any input is read or refused with a documented error', () => {
  const targets = [
    ...fileTargets,
    ...soundTargets,
    ...documentTargets,
    ...fileSystemTargets,
    ...replyTargets,
    ...driveTargets(folder, savedDiscs),
  ] as unknown as Target<never>[];
  test.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => run(target));

  test('they are at least 200,000', () => {
    expect(outcomes.reduce((sum, { inputs }) => sum + inputs, 0)).toBeGreaterThanOrEqual(inputsOf(200_000));
  });
});
