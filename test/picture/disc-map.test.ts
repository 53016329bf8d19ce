import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DiscState, TrackState } from '../../src/drive/disc.ts';
import { barPicture, discMap, discPicture, mapInLines } from '../../src/picture/index.ts';

const track = (
  number: number,
  session: number,
  startLba: number,
  lengthBlocks: number,
  kind: 'audio' | 'data' = 'audio',
) =>
  ({
    number,
    session,
    startLba,
    lengthBlocks,
    kind,
    control: 0,
    dataMode: 15,
    open: false,
    damaged: false,
  }) satisfies TrackState;

const BLANK: DiscState = {
  status: 'blank',
  lastSession: 'empty',
  erasable: false,
  sessions: 0,
  tracks: [],
  nextTrack: 1,
  nextWritableLba: 0,
  freeBlocks: 359_845,
};

/** Audio in session 1, data in session 2, which is closed so that another can follow. */
const TWO_SESSIONS: DiscState = {
  ...BLANK,
  status: 'appendable',
  sessions: 2,
  tracks: [track(1, 1, 0, 20_000), track(2, 1, 20_152, 30_000), track(3, 2, 61_552, 10_000, 'data')],
  nextTrack: 4,
  nextWritableLba: 78_452,
  freeBlocks: 280_000,
};

const COMPLETE: DiscState = {
  ...TWO_SESSIONS,
  status: 'complete',
  lastSession: 'complete',
  nextTrack: null,
  nextWritableLba: null,
  freeBlocks: null,
};

const kindsOf = (state: DiscState) => discMap(state).parts.map(({ kind, lengthBlocks }) => [kind, lengthBlocks]);

describe('discMap', () => {
  test('a blank disc is free', () => {
    expect(discMap(BLANK)).toMatchObject({ family: 'CD', sessions: 0, endLba: 359_845, parts: [{ kind: 'free' }] });
  });

  test('between two sessions of a CD are a lead-out of 1:30, a lead-in of 1:00 and a pause of 2 s', () => {
    expect(kindsOf(TWO_SESSIONS)).toEqual([
      ['audio', 20_000],
      ['gap', 152],
      ['audio', 30_000],
      ['lead-out', 6_750],
      ['lead-in', 4_500],
      ['gap', 150],
      ['data', 10_000],
      ['lead-out', 2_250],
      ['lead-in', 4_500],
      ['gap', 150],
      ['free', 280_000],
    ]);
  });

  test('a disc that is complete ends with a lead-out: 1:30 after the first session, 0:30 after others', () => {
    expect(kindsOf(COMPLETE).at(-1)).toEqual(['lead-out', 2_250]);
    expect(kindsOf({ ...COMPLETE, sessions: 1, tracks: [track(1, 1, 0, 300)] })).toEqual([
      ['audio', 300],
      ['lead-out', 6_750],
    ]);
  });

  test('a track that is not closed is open', () => {
    const tracks = [{ ...track(1, 1, 0, 500), open: true }];
    const state = { ...BLANK, status: 'appendable', lastSession: 'incomplete', tracks, nextWritableLba: 500 } as const;
    expect(kindsOf(state)).toEqual([
      ['open', 500],
      ['free', 359_845],
    ]);
  });

  test('a DVD has borders between its sessions', () => {
    const medium = {
      profile: 0x11,
      writeModel: 'sequential',
      formatted: true,
      backgroundFormat: 'none',
      capacityBlocks: 2_298_496,
      eccBlocks: 16,
    } as const;
    const tracks = [track(1, 1, 0, 1_600, 'data'), track(2, 2, 30_000, 1_600, 'data')];
    const state = {
      ...BLANK,
      status: 'appendable',
      tracks,
      medium,
      nextWritableLba: 50_000,
      freeBlocks: 1_000,
    } as const;
    expect(kindsOf(state)).toEqual([
      ['data', 1_600],
      ['border', 28_400],
      ['data', 1_600],
      ['border', 18_400],
      ['free', 1_000],
    ]);
  });

  test('parts follow each other without holes, whatever the drive says', () => {
    const tracks = fc.array(
      fc.record({ session: fc.integer({ min: 1, max: 5 }), startLba: fc.nat(400_000), lengthBlocks: fc.nat(400_000) }),
    );
    fc.assert(
      fc.property(tracks, fc.nat(400_000), (given, nextWritableLba) => {
        const state = {
          ...TWO_SESSIONS,
          nextWritableLba,
          tracks: given.map((each, index) => ({ ...track(index + 1, 1, 0, 0), ...each })),
        };
        const { parts, endLba } = discMap(state);
        let at = 0;
        for (const part of parts) {
          expect(part.startLba).toBe(at);
          expect(part.lengthBlocks).toBeGreaterThan(0);
          at += part.lengthBlocks;
        }
        expect(at).toBe(endLba);
      }),
    );
  });
});

const SUSPECTS = [{ track: 2, startLba: 25_000, lengthBlocks: 3, doubt: 'unreadable' }] as const;

describe('pictures', () => {
  test.each([
    ['disc', discPicture],
    ['bar', barPicture],
  ])('a %s names each part and each mark, and is well-formed', (_name, draw) => {
    const svg = draw(discMap(TWO_SESSIONS, { suspects: SUSPECTS }), { title: 'CD-R <&"> in D:' });
    expect(svg).toContain('<title>track 3, data, session 2: 10000 blocks from LBA 61552</title>');
    expect(svg).toContain('<title>unreadable: 3 blocks from LBA 25000</title>');
    expect(svg).toContain('CD-R &lt;&amp;&quot;&gt; in D:');
    const open: string[] = [];
    for (const [, closing, name = '', , self] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[^<>]*?)?)(\/?)>/g)) {
      if (closing === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name);
    }
    expect(open).toEqual([]);
  });

  test('on a disc, area is proportional to blocks', () => {
    const svg = discPicture(discMap({ ...BLANK, freeBlocks: 359_849 }));
    const [, radius = '', stroke = ''] =
      /r="([\d.]+)" fill="none" stroke="#e8eaed" stroke-width="([\d.]+)"/.exec(svg) ?? [];
    expect(Number(radius) - Number(stroke) / 2).toBeCloseTo(25 * 5);
    expect(Number(radius) + Number(stroke) / 2).toBeCloseTo(58 * 5);
  });

  test('in a terminal each cell shows what most of it is, and the worst mark', () => {
    const [first = '', , , meanings] = mapInLines(discMap(TWO_SESSIONS, { suspects: SUSPECTS }), { columns: 60 });
    expect(first).toMatch(/^█+X█+\/+▓+/);
    expect(first).toHaveLength(60);
    expect(meanings).toContain('/ lead-in, lead-out');
    expect(meanings).toContain('X unreadable');
  });

  test('a disc about which nothing is known is no picture, and no error', () => {
    const map = discMap({ ...BLANK, nextWritableLba: null, freeBlocks: null });
    expect(mapInLines(map, { columns: 40 })).toEqual(['']);
    expect(barPicture(map)).toContain('<svg');
    expect(discPicture(map)).toContain('<svg');
  });
});
