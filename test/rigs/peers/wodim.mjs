import assert from 'node:assert/strict';
import { noise, padded, scenario, wavOf } from './bench.mjs';

const wodim = (bench, ...args) => bench.run(0, 'wodim', 'dev=/dev/sr0', 'gracetime=0', ...args);

const SOUNDS = [705_600, 1_000_004, 1_500_000].map((lengthBytes, index) => noise(lengthBytes, index + 1));

async function wavFiles(bench) {
  const paths = [];
  for (const [index, sound] of SOUNDS.entries()) paths.push(await bench.write(`${index + 1}.wav`, wavOf(sound)));
  return paths;
}

export const wodimScenarios = [
  scenario('wodim: TAO audio, finalised', async (bench) => {
    await wodim(bench, '-tao', '-audio', '-pad', ...(await wavFiles(bench)));
    const { state, sessions, bytes } = await bench.disc();
    assert.equal(state.status, 'complete');
    assert.equal(sessions.length, 1);
    assert.equal(bytes.length, SOUNDS.length);
    for (const [index, sound] of SOUNDS.entries()) assert.ok(padded(sound).equals(bytes[index]), `track ${index + 1}`);
  }),
];
