import { readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { openAudioFile } from '../../src/audio/index.ts';
import { findSound } from '../../src/audio/sound/find-sound.ts';
import { FIXTURES } from '../audio/sound/fixtures.ts';
import { inMemory } from '../audio/wav-builder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Target } from './fuzz.ts';
import { mutated } from './mutate.ts';

const folder = temporaryFolder();

const read = (name: string): Uint8Array => readFileSync(FIXTURES + name);

/** Compressed files are short already; of the others the beginning is enough for their headers. */
const COMPRESSED = [
  'source.flac',
  'flac.oga',
  '32-bit.flac',
  'lame-vbr.mp3',
  'no-tag.mp3',
  'oggenc.ogg',
  'chained.opus',
  'mono.opus',
  'source.wv',
  'source.tta',
].map(read);
const PLAIN = ['sox.aiff', 'sox-24.caf', 'sox.w64', 'rf64.wav'].map((name) => read(name).subarray(0, 4_096));

const headers: Target<readonly [Uint8Array, boolean]> = {
  name: 'headers of sound',
  count: 10_000,
  inputs: fc.tuple(mutated([...COMPRESSED, ...PLAIN]), fc.boolean()),
  errors: ['AudioFormatError'],
  async run([bytes, sure]) {
    const found = await findSound(inMemory(bytes), { sure });
    if (found !== undefined && 'spec' in found && (found.spec.frames ?? 0) < 0) throw new Error('a negative length');
    return found;
  },
};

/** All of a file is decoded, by the packages too. */
const files: Target<Uint8Array> = {
  name: 'files of sound',
  count: 1_500,
  inputs: mutated([...COMPRESSED, ...PLAIN]),
  errors: ['AudioFormatError'],
  async run(bytes) {
    const path = join(folder, 'fuzzed');
    await writeFile(path, bytes);
    try {
      const track = await openAudioFile(path, { downmix: true });
      const reader = await track.openReader();
      let total = 0;
      try {
        const buffer = new Uint8Array(65_536);
        for (let count = -1; count !== 0; total += count) count = await reader.read(buffer);
      } finally {
        await reader.close();
      }
      if (total !== track.lengthBytes) throw new Error(`${total} of ${track.lengthBytes} bytes`);
    } finally {
      await rm(path);
    }
  },
};

export const soundTargets: readonly Target<any>[] = [headers, files];
