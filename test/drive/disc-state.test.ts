import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DecodeError } from '../../src/codec/index.ts';
import { closedSessions, discStateInWords, readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { DiscStatus, discInformationBlock } from '../../src/mmc/commands/read-disc-information.ts';
import { trackInformationBlock } from '../../src/mmc/commands/read-track-information.ts';
import { SenseError } from '../../src/scsi/sense-error.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio, cdTrackAtOnce } from '../../src/write/index.ts';
import { READ_DISC_INFORMATION, READ_TRACK_INFORMATION } from '../support/cdb.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, good, TamperedTransport } from '../support/tampered-transport.ts';

/** A drive whose information comes from these two functions. */
function driveReporting(disc: () => Uint8Array, track: (number: number) => Uint8Array | undefined) {
  const transport = new TamperedTransport(new SimulatedDrive(), ({ cdb }, next) => {
    if (cdb[0] === READ_DISC_INFORMATION) return good(disc());
    if (cdb[0] !== READ_TRACK_INFORMATION) return next();
    const found = track(new DataView(cdb.buffer, cdb.byteOffset).getInt32(2));
    return found === undefined ? checkCondition(5, 0x24, 0x00) : good(found);
  });
  return { drive: new Drive(transport), transport };
}

const discBytes = (firstTrack: number, lastTrackInLastSession: number) =>
  discInformationBlock.patch(new Uint8Array(34), {
    dataLength: 32,
    discStatus: 1,
    lastSessionState: 1,
    firstTrack,
    lastTrackInLastSession,
  });

const trackBytes = (track: number) =>
  trackInformationBlock.patch(new Uint8Array(36), {
    dataLength: 34,
    track,
    session: 1,
    startLba: (track - 1) * 500,
    lengthBlocks: 300,
  });

/** Every reply twice, for 99 numbers and three more, in three looks. */
const MOST_COMMANDS = 3 * 2 * (99 + 4);

describe('what a drive reports about its disc', () => {
  test.each([
    [1, 3],
    [7, 1],
    [0, 0],
    [1, 255],
    [200, 300],
  ])('tracks %i to %i, when there are three', async (first, last) => {
    const { drive, transport } = driveReporting(
      () => discBytes(first, last),
      (number) => (number >= 1 && number <= 3 ? trackBytes(number) : undefined),
    );
    expect((await readDiscState(drive)).tracks.map(({ number }) => number)).toEqual([1, 2, 3]);
    // Each refusal is asked about twice, and a disc to which something can be added but that says nowhere where.
    expect(transport.sent(READ_TRACK_INFORMATION).length).toBeLessThan(24);
  });

  test('the same track for every number: it is not counted 99 times', async () => {
    const { drive } = driveReporting(
      () => discBytes(1, 255),
      () => trackBytes(1),
    );
    expect((await readDiscState(drive)).tracks).toHaveLength(1);
  });

  test('arbitrary bytes: a clear answer or a clear error, with a limited number of commands', async () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.array(fc.option(bytes, { nil: undefined }), { minLength: 1 }),
        async (disc, tracks) => {
          const { drive, transport } = driveReporting(
            () => disc,
            (number) => tracks[Math.abs(number) % tracks.length],
          );
          try {
            const state = await readDiscState(drive);
            expect(discStateInWords(state)).toMatch(/^The d/);
            expect(state.tracks.length).toBeLessThan(100);
          } catch (error) {
            if (!(error instanceof DecodeError || error instanceof SenseError)) throw error;
            expect(error.message).toMatch(/READ (DISC|TRACK) INFORMATION/);
          }
          expect(transport.cdbs.length).toBeLessThan(MOST_COMMANDS);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('in words: a damaged track is not counted as complete', async () => {
    const { drive } = driveReporting(
      () => discBytes(1, 3),
      (number) => trackInformationBlock.patch(trackBytes(number), { damage: number === 3 }),
    );
    expect(discStateInWords(await readDiscState(drive))).toBe(
      'The disc is open: 2 complete tracks, and track 3 is damaged (300 blocks); it is not playable until its session is closed',
    );
  });

  test('in words: closed sessions are playable, whatever the session after them is', async () => {
    const inSession = (sessions: readonly number[], lastSessionState: 0 | 1 | 2) => {
      const { drive } = driveReporting(
        () => discInformationBlock.patch(discBytes(1, sessions.length + 1), { lastSessionState }),
        (number) => {
          const session = sessions[number - 1];
          return session === undefined ? undefined : trackInformationBlock.patch(trackBytes(number), { session });
        },
      );
      return readDiscState(drive);
    };
    const open = await inSession([1, 1, 2], 1);
    expect(closedSessions(open)).toEqual([1]);
    expect(discStateInWords(open)).toBe(
      'The disc is open: 3 complete tracks; session 1 is playable, session 2 is not until it is closed',
    );
    expect(discStateInWords(await inSession([1, 2, 3], 2))).toBe(
      "The disc's last session is damaged: 3 complete tracks; sessions 1, 2 are playable, session 3 is not until it is closed",
    );
    expect(closedSessions(await inSession([1, 2], 0))).toEqual([1, 2]);
    expect(closedSessions(await inSession([1, 1], 1))).toEqual([]);
  });

  test('in words: a session whose closing was interrupted is not just open', async () => {
    const { drive } = driveReporting(
      () => discInformationBlock.patch(discBytes(1, 1), { lastSessionState: 2 }),
      (number) => trackBytes(number),
    );
    expect(discStateInWords(await readDiscState(drive))).toBe(
      "The disc's last session is damaged: 1 complete track; it is not playable until its session is closed",
    );
  });
});

describe('the number of the next track', () => {
  const next = (number: number, startLba: number) =>
    trackInformationBlock.patch(trackBytes(1), {
      track: number,
      blank: true,
      nextWritableValid: true,
      startLba,
      nextWritableLba: startLba,
      freeBlocks: 100_000,
    });
  const INCOMPLETE = 0xff;

  test.each([
    ['on a disc that begins with track 5', [5, 6], 7, 7],
    ['after a reserved track that is still empty', [1], 3, 3],
    ['is counted where the drive names a track that is there', [1, 2], 1, 3],
    ['is counted where the drive names none', [1, 2], 0, 3],
  ])('%s', async (_name, recorded, named, expected) => {
    const last = Math.max(named, ...recorded);
    const { drive } = driveReporting(
      () => discBytes(recorded[0] ?? 1, last),
      (number) =>
        recorded.includes(number) ? trackBytes(number) : number === INCOMPLETE ? next(named, 5_000) : next(number, 0),
    );
    const state = await readDiscState(drive);
    expect(state).toMatchObject({ nextTrack: expected, tracks: recorded.map((number) => ({ number })) });
    const [first, second] = cdTrackAtOnce.plan([blocksOfNoise(300), blocksOfNoise(300)], state);
    expect([first?.number, second?.number]).toEqual([expected, expected + 1]);
  });
});

describe('a track that the drive refuses to describe', () => {
  const refusing = (status: DiscStatus, refused: number) =>
    driveReporting(
      () => discInformationBlock.patch(discBytes(1, 3), { discStatus: status }),
      (number) => (number !== refused && number >= 1 && number <= 3 ? trackBytes(number) : undefined),
    ).drive;
  const everyTrack = { everyTrack: true };

  test('is never left out where every track is asked for', async () => {
    for (const refused of [1, 2, 3]) {
      const drive = refusing(DiscStatus.Complete, refused);
      await expect(readDiscState(drive, everyTrack)).rejects.toThrow(SenseError);
      expect((await readDiscState(drive)).tracks).toHaveLength(2);
    }
  });

  test('may be the one that is written next on a disc that is not complete', async () => {
    expect((await readDiscState(refusing(DiscStatus.Appendable, 3), everyTrack)).tracks).toHaveLength(2);
    await expect(readDiscState(refusing(DiscStatus.Appendable, 2), everyTrack)).rejects.toThrow(SenseError);
  });
});

describe('a reply that cannot be right is asked for again', () => {
  async function burned() {
    const transport = new TamperedTransport(new SimulatedDrive());
    const drive = new Drive(transport);
    await drainGenerator(burnAudio(drive, [blocksOfNoise(310), blocksOfNoise(320)], { ending: 'leave-open' }));
    transport.cdbs.length = 0;
    return { drive, transport, expected: await readDiscState(drive) };
  }

  type Change = (bytes: Uint8Array, before: Uint8Array) => Uint8Array;
  const falseReplies: Readonly<Record<string, Change>> = {
    zeros: (bytes) => new Uint8Array(bytes.length),
    'garbled bytes': (bytes) => bytes.map((byte, index) => byte ^ ((index * 167 + 89) % 255)),
    'the end of the reply before it': (bytes, before) =>
      Uint8Array.from(bytes, (byte, index) => (index < 5 ? byte : (before[index] ?? 0))),
  };

  const positions = [1, 2, 3, 4];
  test.each(
    Object.entries(falseReplies).flatMap(([name, change]) => positions.map((at) => [name, at, change] as const)),
  )('%s in reply %i', async (_name, position, change) => {
    const { drive, transport, expected } = await burned();
    let replies = 0;
    let before = new Uint8Array();
    transport.tamper = async (_request, next) => {
      const reply = await next();
      if (reply.outcome !== 'answered') return reply;
      replies++;
      const data = replies === position ? change(reply.data, before) : reply.data;
      before = Uint8Array.from(reply.data);
      return { ...reply, data };
    };
    expect(await readDiscState(drive)).toEqual(expected);
    expect(replies).toBeGreaterThan(position);
  });

  test('a drive that always says the same is believed', async () => {
    const { drive, transport } = await burned();
    transport.tamper = async ({ cdb }, next) => {
      const reply = await next();
      if (cdb[0] !== READ_TRACK_INFORMATION || reply.outcome !== 'answered') return reply;
      return { ...reply, data: trackInformationBlock.patch(reply.data, { startLba: 0, dataLength: 0 }) };
    };
    expect((await readDiscState(drive)).tracks.map(({ startLba }) => startLba)).toEqual([0, 0]);
  });
});
