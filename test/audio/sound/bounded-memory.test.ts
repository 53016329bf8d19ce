import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openAudioFile } from '../../../src/audio/index.ts';
import { type OggPage, PacketAssembler } from '../../../src/audio/sound/ogg-pages.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { burned, FIXTURES } from './fixtures.ts';

const folder = temporaryFolder();

test('a WavPack file whose block says that it has many MiB is refused as damaged', async () => {
  const bytes = Buffer.from(await readFile(`${FIXTURES}hybrid.wv`));
  bytes.writeUInt32LE(9 * 1_048_576, 4);
  // The rest of the file is in it: as many samples as its header has.
  bytes.writeUInt32LE(5_550, 12);
  const path = join(folder, 'long-block.wv');
  await writeFile(path, Buffer.concat([bytes, Buffer.alloc(9 * 1_048_576)]));
  await expect(openAudioFile(path).then(() => burned(path))).rejects.toThrow(
    /WavPack file that is damaged: the blocks of a moment at byte 0 are longer/,
  );
});

const page = (continued: boolean, lacing: readonly number[]): OggPage => ({
  positionBytes: 0,
  lengthBytes: 0,
  continued,
  first: false,
  last: false,
  granule: -1,
  serial: 1,
  sequence: 0,
  lacing: Uint8Array.from(lacing),
  body: new Uint8Array(lacing.reduce((sum, part) => sum + part, 0)),
});

test('a packet of Ogg that never ends is refused as damaged, and not held in memory', () => {
  const packets = new PacketAssembler('endless.ogg');
  const whole = page(true, new Array<number>(255).fill(255));
  expect(() => {
    for (let count = 0; count < 300; count++) packets.add(whole);
  }).toThrow(/endless.ogg.*damaged: a packet of it is longer/s);
});

test('many packets that end are not taken for one long packet', () => {
  const packets = new PacketAssembler('long.ogg');
  const ending = page(true, [...new Array<number>(254).fill(255), 10]);
  let bytes = 0;
  for (let count = 0; count < 300; count++) for (const packet of packets.add(ending)) bytes += packet.length;
  expect(bytes).toBe(300 * (254 * 255 + 10));
});
