import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/served-drive.mjs';

/** The lines of the table in docs/audio-formats.md begin so, and none of another table there. */
const HEADING = '| made by | kHz, bits, channels | length | first and last sample | every sample |';
const FULL_SCALE = 32_768;

const inKHz = (rateHz) => String(rateHz / 1_000);
const inShort = ({ rateHz, bits, channels }) => `${inKHz(rateHz)}/${bits}/${channels}`;

const rounded = (value) => Math.round(Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, value * FULL_SCALE)));

/** Left and right of the first and of the last sample. */
const endsOf = (values, toSteps) => [...values.slice(0, 2), ...values.slice(-2)].map(toSteps);

/**
 * What one file shows.
 * @param sound what is burned, in 16-bit steps; `reference` what it is compared with, as numbers of full scale 1
 * @param exactness how every sample compares, in words; or `quieterDb`: how much quieter than the sound all differences are
 */
export function fileRow(encoder, source, { sound, reference, exactness, quieterDb }) {
  const ours = endsOf(sound, (value) => value);
  const theirs = endsOf(reference, rounded);
  const endSteps = Math.max(...ours.map((value, index) => Math.abs(value - theirs[index])));
  return {
    encoder: encoder.name,
    source: inShort(source),
    frames: sound.length / 2,
    ours,
    endSteps,
    exactness,
    quieterDb,
  };
}

/** @returns the row in words, for the table that the rig prints */
export function rowInWords({ frames, ours, endSteps, exactness, quieterDb }) {
  const ends = `first ${ours[0]} ${ours[1]}, last ${ours[2]} ${ours[3]}${endSteps === 0 ? '' : ` (${endSteps} off)`}`;
  return `${frames} samples, ${ends}; ${exactness ?? `${Math.round(quieterDb)} dB from sox`}`;
}

/** Two converters of rates may differ by this much: a table with the exact values would depend on the machine that encoded. */
const RESAMPLED = { endSteps: 128, quieterDb: 50 };

/** Files by what `keyOf` says of them, in the order in which they were first seen. */
function grouped(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups.values()];
}

/** The cells for all files of an encoder that compare alike. */
function cellsOf(group) {
  const [{ encoder, exactness }] = group;
  const cells = [group.map(({ source }) => source).join(', '), 'exact'];
  if (exactness !== undefined) {
    const most = exactness === 'equal' ? 0 : 1;
    for (const { source, endSteps } of group)
      assert.ok(endSteps <= most, `${encoder}, ${source}: ${endSteps} steps off`);
    return { encoder, rest: [...cells, exactness, exactness].join(' | ') };
  }
  for (const { source, endSteps, quieterDb } of group) {
    assert.ok(endSteps <= RESAMPLED.endSteps, `${encoder}, ${source}: ${endSteps} steps off`);
    assert.ok(quieterDb >= RESAMPLED.quieterDb, `${encoder}, ${source}: ${quieterDb} dB from sox`);
  }
  const ends = `within ${RESAMPLED.endSteps} of 65,536 steps`;
  return { encoder, rest: [...cells, ends, `as sox resamples it, to -${RESAMPLED.quieterDb} dB`].join(' | ') };
}

/** One line for all encoders whose files are of the same kinds and compare alike. */
function linesOf(rows) {
  const cells = grouped(rows, ({ encoder, exactness }) => `${encoder} | ${exactness}`).map(cellsOf);
  return grouped(cells, ({ rest }) => rest).map(
    (group) => `| ${group.map(({ encoder }) => encoder).join(', ')} | ${group[0].rest} |`,
  );
}

/** Prints the table, and fails unless docs/audio-formats.md has it. */
export function compareWithDocument(rows) {
  const lines = linesOf(rows);
  console.log([HEADING, '|---|---|---|---|---|', ...lines].join('\n'));
  const text = readFileSync(join(repository, 'docs/audio-formats.md'), 'utf8');
  const [, table = ''] = text.split(`${HEADING}\n|---|---|---|---|---|\n`);
  const listed = table.split('\n\n')[0].split('\n');
  assert.deepEqual(listed, lines, 'the table in docs/audio-formats.md is not the one above');
}
