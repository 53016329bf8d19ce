import { expect, test } from '@jest/globals';
import { burnAudio, openDrive } from '../../src/index.ts';
import { blocksOfNoise } from '../support/sources.ts';

test('a burn is awaited, or iterated and then awaited', async () => {
  for (const iterates of [false, true]) {
    await using drive = await openDrive('sim:');
    const burn = burnAudio(drive, [blocksOfNoise(310)]);
    const phases = new Set<string>();
    if (iterates) for await (const { phase } of burn) phases.add(phase);
    const { disc, cancelled } = await burn;
    expect(disc.status).toBe('complete');
    expect(cancelled).toBe(false);
    if (iterates) expect([...phases]).toContain('writing');
    expect(JSON.stringify(burn).length).toBeLessThan(10_000);
  }
});

test('a burn that is cancelled closes its disc', async () => {
  await using drive = await openDrive('sim:');
  const burn = burnAudio(drive, [blocksOfNoise(3_000)]);
  burn.addEventListener('progress', ({ detail }) => {
    if (detail.phase === 'writing' && detail.writtenBlocks > 400) burn.cancel();
  });
  const { disc, cancelled } = await burn;
  expect(cancelled).toBe(true);
  expect(disc.status).toBe('complete');
  expect(disc.tracks[0]?.lengthBlocks).toBeLessThan(3_000);
});
