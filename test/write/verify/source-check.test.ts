import { appendFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openAudioFile } from '../../../src/audio/index.ts';
import { AUDIO_BLOCK_BYTES } from '../../../src/cd/geometry.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import type { TrackSource } from '../../../src/write/engine/track-source.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { noise, sourceOf } from '../../support/sources.ts';
import { checkCondition, good, type Tamper } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tamperedDrive } from '../support.ts';

const BLOCKS = 2_000;
const READ_CD = 0xbe;

async function fileOfNoise(): Promise<string> {
  const path = join(temporaryFolder(), 'a.pcm');
  await writeFile(path, noise(BLOCKS * AUDIO_BLOCK_BYTES, 1));
  return path;
}

interface Verifying {
  /** What happens once a phase has begun. */
  readonly meanwhile?: () => Promise<void>;
  readonly phase?: 'closing the session' | 'verifying';
  readonly tamper?: Tamper;
}

async function failureOf(
  source: TrackSource,
  { meanwhile, phase = 'verifying', tamper }: Verifying,
): Promise<BurnError> {
  const { drive } = tamperedDrive(tamper);
  let done = false;
  const run = async () => {
    const burning = burnAudio(drive, [source], { verify: 'full' });
    // Step by step: a loop does not hold up the burn.
    for (;;) {
      const step = await burning.next();
      if (step.done) return;
      if (done || step.value.phase !== phase) continue;
      done = true;
      await meanwhile?.();
    }
  };
  return rejectionOf(run(), BurnError);
}

describe('a source that changes while the disc is verified', () => {
  const cases: readonly [string, 'closing the session' | 'verifying', (path: string) => Promise<void>, RegExp][] = [
    [
      'is written to',
      'verifying',
      (path) => writeFile(path, noise(BLOCKS * AUDIO_BLOCK_BYTES, 2)),
      /it was written to/,
    ],
    ['grows', 'verifying', (path) => appendFile(path, 'x'), /it had [\d,]+ bytes and now has/],
    ['is truncated', 'verifying', (path) => truncate(path, 1_000_000), /it had [\d,]+ bytes and now has 1,000,000/],
    [
      'was written to before',
      'closing the session',
      (path) => appendFile(path, 'x'),
      /it had [\d,]+ bytes and now has/,
    ],
    ['was removed before', 'closing the session', unlink, /there is no such file \[ENOENT\]/],
    ['was emptied before', 'closing the session', (path) => truncate(path, 0), /now has 0/],
  ];

  test.each(cases)('because it %s is named, and the disc is not blamed', async (_, phase, change, words) => {
    const path = await fileOfNoise();
    const error = await failureOf(await openAudioFile(path), { phase, meanwhile: () => change(path) });
    expect(error).toMatchObject({ phase: 'verifying', code: 'SOURCE_CHANGED', track: 1, disc: { status: 'complete' } });
    expect(error.message).toMatch(words);
    expect(error.message).toMatch(/the disc cannot be compared with a\.pcm: .* The disc is complete: 1 complete track/);
    expect(error.remedy).toMatch(/Nothing was found wrong with the disc; for a copy that is verified, burn again/);
    expect(error.message).not.toMatch(/discwright close|Write another copy|differs from the source/);
  });

  test('each time that it is read is named too', async () => {
    let opened = 0;
    const bytes = noise(BLOCKS * AUDIO_BLOCK_BYTES, 1);
    const source: TrackSource = {
      ...sourceOf(bytes),
      openReader: () => sourceOf(++opened === 1 ? bytes : noise(bytes.length, opened)).openReader(),
    };
    const error = await failureOf(source, {});
    expect(error).toMatchObject({ code: 'SOURCE_CHANGED' });
    expect(error.message).toMatch(/what it provides now is not what it provided a moment ago/);
  });
});

test('a disc that differs from a source that stays as it is, is named as before', async () => {
  const altered: Tamper = async ({ cdb }, next) => {
    const reply = await next();
    const changes = cdb[0] === READ_CD && reply.outcome === 'answered' && reply.data.length > 100;
    return changes
      ? { ...reply, data: Uint8Array.from(reply.data, (byte, index) => (index === 50 ? byte ^ 1 : byte)) }
      : reply;
  };
  const error = await failureOf(await openAudioFile(await fileOfNoise()), { tamper: altered });
  expect(error).toMatchObject({ code: 'DIFFERENT', lba: 0 });
  expect(error.remedy).toMatch(/Write another copy/);
});

test.each([
  ['4/09/00', () => checkCondition(4, 0x09, 0x00)],
  ['BUSY', () => ({ ...good(), status: 0x08 })],
])('a disc that the drive does not read back because of %s is not called bad', async (_, answer) => {
  const tamper: Tamper = ({ cdb }, next) => (cdb[0] === READ_CD ? answer() : next());
  const error = await failureOf(await openAudioFile(await fileOfNoise()), { tamper });
  expect(error).toMatchObject({ code: 'READ_BACK_FAILED', disc: { status: 'complete' } });
  expect(error.message).toMatch(/could not be read back from there/);
  expect(error.remedy).toMatch(/Nothing was found wrong with the disc/);
  expect(error.message).not.toMatch(/Write another copy/);
});
