import { describe, expect, test } from '@jest/globals';
import { sessionsOf } from '../../src/cd/toc.ts';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readFullToc } from '../../src/mmc/commands/read-toc.ts';
import { exchanges } from './exchanges.ts';
import { recordedDisc } from './tao/recorded-disc.ts';

const track = (number: number, startLba: number, lengthBlocks: number, session = 1, kind = 'audio') => ({
  number,
  session,
  startLba,
  lengthBlocks,
  kind,
  open: false,
  damaged: false,
});
/** The emulator has no run-out blocks: the pause of 150 blocks directly follows a track. */
const AUDIO = [track(1, 0, 375), track(2, 525, 525), track(3, 1200, 338)];
const BLANK = {
  status: 'blank',
  lastSession: 'empty',
  sessions: 0,
  tracks: [],
  nextWritableLba: 0,
  freeBlocks: 359_848,
};

describe('our view of the discs that were recorded', () => {
  test.each([
    ['wodim-tao', 'before', BLANK],
    ['wodim-inc1', 'before', BLANK],
    [
      'cdrskin-tao',
      'after',
      {
        status: 'complete',
        lastSession: 'complete',
        sessions: 1,
        tracks: AUDIO,
        nextWritableLba: null,
        freeBlocks: null,
      },
    ],
    [
      'cdrskin-tao-multi',
      'after',
      {
        status: 'appendable',
        lastSession: 'empty',
        sessions: 1,
        tracks: AUDIO,
        nextWritableLba: 12_938,
        freeBlocks: 346_910,
      },
    ],
    [
      'cdrskin-extra3-data',
      'after',
      {
        status: 'complete',
        lastSession: 'complete',
        sessions: 2,
        tracks: [...AUDIO, track(4, 12_938, 344, 2, 'data')],
        nextWritableLba: null,
        freeBlocks: null,
      },
    ],
    // wodim does not ask about the existing tracks: only where the next one goes is known.
    ['wodim-inc2', 'before', { status: 'appendable', lastSession: 'incomplete', tracks: [], nextWritableLba: 525 }],
    [
      'wodim-inc3-fix',
      'before',
      { status: 'appendable', lastSession: 'incomplete', tracks: [], nextWritableLba: null },
    ],
  ] as const)('%s, %s writing', async (run, when, expected) => {
    await using drive = new Drive(recordedDisc(run, when));
    expect(await readDiscState(drive)).toMatchObject({ erasable: false, ...expected });
  });

  test.each(['nomedium-wodim', 'nomedium-cdrskin'])('%s: there is no disc', async (run) => {
    await using drive = new Drive(recordedDisc(run, 'before'));
    await expect(readDiscState(drive)).rejects.toMatchObject({ sense: { key: 2, asc: 0x3a } });
  });
});

describe('their tables of contents', () => {
  const tocs = exchanges
    .filter(({ cdb, in: bytes }) => cdb[0] === 0x43 && cdb[2] === 2 && (bytes?.length ?? 0) > 37)
    .map(({ in: bytes = new Uint8Array() }) =>
      sessionsOf(readFullToc({ allocationLength: bytes.length }).decodeReply(bytes).entries),
    );
  const withSpans = (sessions: ReturnType<typeof sessionsOf>) =>
    sessions.map(({ tracks, leadOutLba, nextProgramAreaLba }) => ({
      tracks: tracks.map(({ kind, startLba, lengthBlocks }) => [kind, startLba, lengthBlocks]),
      leadOutLba,
      nextProgramAreaLba,
    }));

  test('are those of the tracks that were burned, including pauses', () => {
    const audio = [
      ['audio', 0, 525],
      ['audio', 525, 675],
      ['audio', 1200, 338],
    ];
    expect(tocs.map(withSpans)).toEqual(
      expect.arrayContaining([
        [{ tracks: audio, leadOutLba: 1538, nextProgramAreaLba: undefined }],
        [
          { tracks: audio, leadOutLba: 1538, nextProgramAreaLba: 12_938 - 150 },
          { tracks: [['data', 12_938, 344]], leadOutLba: 13_282, nextProgramAreaLba: undefined },
        ],
        // cdrskin's Session-At-Once, without pauses.
        [
          {
            tracks: [
              ['audio', 0, 375],
              ['audio', 375, 525],
              ['audio', 900, 338],
            ],
            leadOutLba: 1238,
            nextProgramAreaLba: undefined,
          },
        ],
      ]),
    );
  });
});
