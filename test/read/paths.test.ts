import { expect, test } from '@jest/globals';
import { exportBinCue, exportIso, exportWavs, OptionsError, ripDisc } from '../../src/index.ts';
import { recorded, sound } from './recorded-disc.ts';

const drive = await recorded([sound(310, 1)]);

test.each([
  ['ripDisc(): directory is undefined. Give a path', () => ripDisc(drive, {} as never)],
  ['ripDisc(): directory is an empty string. Give a path', () => ripDisc(drive, { directory: '' })],
  ['exportWavs(): directory is 7. Give a path', () => exportWavs(drive, { directory: 7 } as never)],
  ['exportBinCue(): cuePath is undefined. Give a path', () => exportBinCue(drive, {} as never)],
  ['exportIso(): path is undefined. Give a path', () => exportIso(drive, {} as never)],
])('%s', async (message, start) => {
  const refused = start().next();
  await expect(refused).rejects.toThrow(message);
  await expect(refused).rejects.toBeInstanceOf(OptionsError);
});
