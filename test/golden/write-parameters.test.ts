import { describe, expect, test } from '@jest/globals';
import { fromHex, toHex } from '../../src/codec/index.ts';
import {
  DataBlockType,
  MultiSession,
  TrackMode,
  WriteType,
  writeParametersPage,
} from '../../src/mmc/mode-pages/write-parameters.ts';
import { fixtureJson } from './exchanges.ts';

interface Run {
  readonly program: string;
  readonly run: string;
  readonly atFirstWrite?: string;
  readonly atClose?: string;
}
const runs = fixtureJson('mode-pages/write-parameters.json') as readonly Run[];
const pageOf = (program: string, run: string, when: 'atFirstWrite' | 'atClose' = 'atFirstWrite') => {
  const hex = runs.find((each) => each.program === program && each.run === run)?.[when];
  if (hex === undefined) throw new Error(`no page of ${program} ${run} ${when}`);
  return writeParametersPage.decode(fromHex(hex));
};

/** Everything that the programs do not use. */
const UNUSED = {
  fixedPacket: false,
  copy: false,
  hostApplicationCode: 0,
  sessionFormat: 0,
  audioPauseBlocks: 150,
  mediaCatalogNumber: new Uint8Array(16),
  isrc: new Uint8Array(16),
  subHeader: new Uint8Array(4),
};
/** wodim keeps the drive's link size; cdrskin builds the page from zeros. */
const LINK = {
  wodim: { linkSizeValid: true, linkSize: 7, packetSizeBlocks: 0 },
  cdrskin: { linkSizeValid: false, linkSize: 0, packetSizeBlocks: 0 },
  cdrdao: { linkSizeValid: true, linkSize: 7, packetSizeBlocks: 16 },
};
const AUDIO = { trackMode: TrackMode.Audio, dataBlockType: DataBlockType.Raw };
const TAO = { bufferUnderrunFree: true, testWrite: false, writeType: WriteType.TrackAtOnce };
const SAO = { bufferUnderrunFree: true, testWrite: false, writeType: WriteType.SessionAtOnce };
const LAST = { multiSession: MultiSession.NoNextSession };
const OPEN = { multiSession: MultiSession.NextSessionAllowed };

describe.each(['wodim', 'cdrskin'] as const)('page 05h of %s', (program) => {
  const link = LINK[program];
  test.each([
    ['tao', { ...TAO, ...LAST, ...AUDIO }],
    ['tao-multi', { ...TAO, ...OPEN, ...AUDIO }],
    ['tao-dummy', { ...TAO, testWrite: true, ...LAST, ...AUDIO }],
    ['sao', { ...SAO, ...LAST, ...AUDIO }],
    ['extra1-audio', { ...TAO, ...OPEN, ...AUDIO }],
    ['extra3-data', { ...TAO, ...LAST, trackMode: TrackMode.Data, dataBlockType: DataBlockType.Mode1 }],
  ])('%s, field by field', (run, expected) => {
    expect(pageOf(program, run)).toEqual({ ...UNUSED, ...link, ...expected });
  });

  test('is in effect with the same multi-session bits when the session is closed', () => {
    expect(pageOf(program, 'tao', 'atClose').multiSession).toBe(MultiSession.NoNextSession);
    expect(pageOf(program, 'tao-multi', 'atClose').multiSession).toBe(MultiSession.NextSessionAllowed);
  });
});

test('page 05h of cdrdao, Session-At-Once', () => {
  // Track mode 5 and the packet size are left over from the drive's page; they have no meaning in Session-At-Once.
  expect(pageOf('cdrdao', 'write')).toEqual({
    ...UNUSED,
    ...LINK.cdrdao,
    ...SAO,
    ...LAST,
    trackMode: TrackMode.DataIncremental,
    dataBlockType: DataBlockType.Raw,
  });
});

test('every recorded page encodes from its values to the same bytes', () => {
  for (const hex of runs.flatMap(({ atFirstWrite, atClose }) => [atFirstWrite, atClose])) {
    if (hex === undefined) continue;
    expect(toHex(writeParametersPage.encode(writeParametersPage.decode(fromHex(hex))))).toBe(hex);
  }
});
