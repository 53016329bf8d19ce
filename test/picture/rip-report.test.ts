import { expect, test } from '@jest/globals';
import { type RipFacts, ripReport } from '../../src/picture/index.ts';

const track = (number: number, changes: object = {}) => ({
  number,
  session: 1,
  kind: 'audio' as const,
  startLba: (number - 1) * 1_000,
  lengthBlocks: 1_000,
  pregapBlocks: number === 1 ? 0 : 150,
  path: `track0${number}.wav`,
  checksums: { crc32: `0000000${number}`, accurateRipV1: '11111111', accurateRipV2: '22222222' },
  suspects: [],
  ...changes,
});
const RIP: RipFacts = {
  tracks: [track(1), track(2)],
  suspects: [],
  offsetSamples: 6,
  c2: true,
  passes: 2,
  repairedBlocks: 3,
  warnings: [],
};

test('has the checksums of each track and says how certain it is', () => {
  const html = ripReport(RIP, 'rip.json');
  expect(html).toContain('<td>00000002</td><td>11111111</td><td>22222222</td><td>2 times the same, no C2 errors</td>');
  expect(html).toContain('<dd>+6 samples</dd>');
  expect(html).toContain('<h2>Blocks in doubt</h2><p>None.</p>');
  expect(html).toContain('pause, session 1: 150 blocks from LBA 850');
});

test('blocks in doubt are counted, named and marked on both pictures', () => {
  const suspect = { startLba: 1_200, lengthBlocks: 2, doubt: 'unreadable' as const };
  const html = ripReport({ ...RIP, tracks: [track(1), track(2, { suspects: [suspect] })], suspects: [suspect] }, 'r');
  expect(html).toContain('<td>2 blocks in doubt</td>');
  expect(html.match(/unreadable: 2 blocks from LBA 1200/g)).toHaveLength(3);
});

test('says that nothing was checked, and that a track has no file', () => {
  const data = track(2, { kind: 'data', path: undefined, checksums: undefined });
  const html = ripReport({ ...RIP, passes: 1, c2: false, tracks: [track(1), data] }, 'r');
  expect(html).toContain('<td>read once, not checked</td>');
  expect(html).toContain('<td>no file</td>');
});

test('a rip of nothing is a page, and what a disc says is escaped', () => {
  const html = ripReport({ ...RIP, tracks: [], warnings: ['<b>'] }, '<script>');
  expect(html).toContain('<h1>&lt;script&gt;</h1>');
  expect(html).toContain('<li>&lt;b&gt;</li>');
  expect(html).not.toMatch(/<script|NaN|Infinity/);
});

test('lists are cut off, and the rest is counted', () => {
  const suspects = Array.from({ length: 700 }, (_, index) => ({
    startLba: index * 2,
    lengthBlocks: 1,
    doubt: 'differs' as const,
  }));
  expect(ripReport({ ...RIP, suspects }, 'r')).toContain('… 200 more …');
});
