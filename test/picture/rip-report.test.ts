import { describe, expect, test } from '@jest/globals';
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
  const html = ripReport(RIP, { title: 'rip.json' });
  expect(html).toContain('<td>00000002</td><td>11111111</td><td>22222222</td><td>2 times the same, no C2 errors</td>');
  expect(html).toContain('<dd>+6 samples</dd>');
  expect(html).toContain('<h2>Blocks in doubt</h2><p>None.</p>');
  expect(html).toContain('pause, session 1: 150 blocks from LBA 850');
});

test('blocks in doubt are counted, named and marked on both pictures', () => {
  const suspect = { startLba: 1_200, lengthBlocks: 2, doubt: 'unreadable' as const };
  const html = ripReport(
    { ...RIP, tracks: [track(1), track(2, { suspects: [suspect] })], suspects: [suspect] },
    { title: 'r' },
  );
  expect(html).toContain('<td>2 blocks in doubt</td>');
  expect(html.match(/unreadable: 2 blocks from LBA 1200/g)).toHaveLength(3);
});

test('says that nothing was checked, and that a track has no file', () => {
  const data = track(2, { kind: 'data', path: undefined, checksums: undefined });
  const html = ripReport({ ...RIP, passes: 1, c2: false, tracks: [track(1), data] }, { title: 'r' });
  expect(html).toContain('<td>read once, not checked</td>');
  expect(html).toContain('<td>no file</td>');
});

test('a rip of nothing is a page, and what a disc says is escaped', () => {
  const html = ripReport({ ...RIP, tracks: [], warnings: ['<b>'] }, { title: '<script>' });
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
  expect(ripReport({ ...RIP, suspects }, { title: 'r' })).toContain('… 200 more …');
});

describe('graphs by address', () => {
  const reading = (startLba: number, changes: object = {}) => ({
    startLba,
    lengthBlocks: 1_000,
    readBlocks: 2_000,
    readMs: 1_000,
    c2Blocks: 0,
    ...changes,
  });
  const values = (html: string) =>
    [...html.matchAll(/<text [^>]*text-anchor="end"[^>]*>([^<]*)</g)].map(([, words]) => words);

  test('show multiples of 1x over the addresses, and what the drive did in all', () => {
    const html = ripReport({ ...RIP, readings: [reading(0), reading(1_000, { readMs: 4_000 })] }, { title: 'r' });
    expect(html).toContain('<dt>read in</dt><dd>5.0 s</dd>');
    // 2,000 blocks in 5 s; twice as many readings.
    expect(html).toContain('<dt>speed of the rip</dt><dd>5.3x</dd>');
    expect(html).toContain('<dt>speed of the drive</dt><dd>10.7x</dd>');
    // 1,000 blocks in a second are 13.3x.
    expect(values(html).slice(0, 5)).toEqual(['0x', '4x', '8x', '12x', '16x']);
    expect(html).toMatch(/>LBA 0<.*>500<.*>2000</);
    expect(html.match(/<polyline/g)).toHaveLength(1);
  });

  test('show C2 errors and more readings only where there are any', () => {
    const readings = [reading(0), reading(1_000, { c2Blocks: 7, readBlocks: 5_000 })];
    const html = ripReport({ ...RIP, readings }, { title: 'r' });
    expect(html).toContain('Blocks with C2 errors in each stretch, of up to 1000 blocks');
    expect(html).toContain('How often each block was read');
    expect(html.match(/<polyline/g)).toHaveLength(3);
    expect(ripReport({ ...RIP, readings, c2: false }, { title: 'r' })).not.toContain('Blocks with C2 errors in');
  });

  test('do not join what is not next to each other', () => {
    const html = ripReport(
      { ...RIP, readings: [reading(0, { lengthBlocks: 500, readBlocks: 1_000 }), reading(1_000)] },
      { title: 'r' },
    );
    expect(html.match(/<polyline/g)).toHaveLength(2);
  });

  test('are left out for what early versions printed, and for a clock that stood still', () => {
    for (const readings of [undefined, [], [reading(0, { readMs: 0 })]]) {
      const html = ripReport({ ...RIP, readings }, { title: 'r' });
      expect(html).not.toMatch(/<polyline|speed of the rip|NaN|Infinity/);
      expect(html).toContain('Blocks that were ripped, and those in doubt, by LBA');
    }
  });

  test('stay within the picture whatever a file says', () => {
    const odd = [
      reading(-150, { readMs: 1e-300 }),
      reading(5_000_000),
      reading(0, { lengthBlocks: 0 }),
      reading(0, { readMs: 1e300 }),
    ];
    const html = ripReport({ ...RIP, readings: odd }, { title: 'r' });
    expect(html).not.toMatch(/NaN|Infinity/);
    const places = [...html.matchAll(/<polyline points="([^"]*)"/g)].flatMap(([, points = '']) => points.split(/[ ,]/));
    for (const place of places) expect(Number(place)).toBeLessThanOrEqual(960);
  });
});
