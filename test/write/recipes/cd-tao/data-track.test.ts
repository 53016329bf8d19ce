import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import type { Drive } from '../../../../src/drive/drive.ts';
import { write10 } from '../../../../src/mmc/commands/write-10.ts';
import {
  DataBlockType,
  MultiSession,
  TrackMode,
  WriteType,
  writeParametersPage,
} from '../../../../src/mmc/mode-pages/write-parameters.ts';
import { readUserData } from '../../../../src/read/read-blocks.ts';
import { type BurnOptions, burn } from '../../../../src/write/burn.ts';
import { type TrackFormat, TrackFormats } from '../../../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { setWriteParameters } from '../../../../src/write/engine/write-parameters.ts';
import { cdTrackAtOnce } from '../../../../src/write/recipes/cd-tao/cd-track-at-once.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import { noise, sourceOf } from '../../../support/sources.ts';
import { drainGenerator, type TamperedTransport } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';

const dataOf = (blocks: number, format: TrackFormat = TrackFormats.mode1, seed = 1): TrackSource => ({
  ...sourceOf(noise(blocks * format.blockBytes, seed)),
  format,
});

const burnData = (drive: Drive, sources: readonly TrackSource[], options: BurnOptions = {}) =>
  drainGenerator(burn(drive, cdTrackAtOnce, sources, options));

const pagesSent = (transport: TamperedTransport) =>
  transport.selectedPages(writeParametersPage.code).map((page) => writeParametersPage.decode(page));

describe('a data track with the same recipe', () => {
  test.each([
    ['Mode 1', TrackFormats.mode1, DataBlockType.Mode1, 0x00],
    ['Mode 2 form 1', TrackFormats.mode2Form1, DataBlockType.Mode2Form1, 0x20],
  ] as const)(
    '%s: 31 blocks of 2,048 bytes per WRITE, compared byte for byte',
    async (_name, format, blockType, session) => {
      const { drive, transport } = tamperedDrive();
      const { result } = await burnData(drive, [dataOf(400, format)], { verify: 'full' });
      expect(result.disc).toMatchObject({
        status: 'complete',
        tracks: [{ kind: 'data', control: 4, lengthBlocks: 400 }],
      });
      expect(result.comparisons).toEqual([{ track: 1, offsetSamples: 0, comparedBytes: 400 * 2_048 }]);
      expect(transport.sent(0x2a)[0]?.subarray(7, 9)).toEqual(Uint8Array.of(0, 31));
      for (const page of pagesSent(transport)) {
        expect(page).toMatchObject({ trackMode: TrackMode.Data, dataBlockType: blockType, sessionFormat: session });
      }
    },
  );

  test('after an audio track, each track has its own page', async () => {
    const { drive, transport } = tamperedDrive();
    const audio = sourceOf(noise(310 * 2_352, 3));
    const { result } = await burnData(drive, [audio, dataOf(305)], { verify: 'full' });
    expect(result.disc.tracks.map(({ kind, dataMode }) => ({ kind, dataMode }))).toEqual([
      { kind: 'audio', dataMode: 15 },
      { kind: 'data', dataMode: 1 },
    ]);
    const modes = pagesSent(transport).map(({ trackMode }) => trackMode);
    expect(modes).toEqual([TrackMode.Audio, TrackMode.Data, TrackMode.Data]);
  });

  test('a track shorter than 300 blocks is padded with zeros', async () => {
    const { drive } = tamperedDrive();
    const { result } = await burnData(drive, [dataOf(20)], { verify: 'full' });
    expect(result.disc.tracks).toMatchObject([{ lengthBlocks: 300 }]);
    expect(await readUserData(drive, TrackFormats.mode1, 19, 2)).toEqual(
      Uint8Array.from([...noise(20 * 2_048).subarray(19 * 2_048), ...new Uint8Array(2_048)]),
    );
  });

  test('full verification of a format that does not read back is refused before the drive is touched', async () => {
    const { drive, transport } = tamperedDrive();
    const source = dataOf(300, TrackFormats.mode2Form1SubHeader);
    await expect(burnData(drive, [source], { verify: 'full' })).rejects.toThrow(
      /cannot read Mode 2 form 1 data with sub-headers back as it was sent \(test\)/,
    );
    expect(transport.cdbs).toHaveLength(0);
  });
});

describe('closing a session that was left open with a data track', () => {
  test.each([
    ['Mode 1', TrackFormats.mode1],
    ['Mode 2 form 1', TrackFormats.mode2Form1],
  ] as const)('sends page 05h with the mode and block type of the track: %s', async (_name, format) => {
    const { drive, transport } = tamperedDrive();
    await burnData(drive, [dataOf(300, format)], { ending: 'leave-open' });
    transport.parameters.length = 0;
    transport.cdbs.length = 0;
    await drainGenerator(closeDisc(drive, { ending: 'close-session' }));
    expect(pagesSent(transport)).toMatchObject([
      {
        writeType: WriteType.TrackAtOnce,
        multiSession: MultiSession.NextSessionAllowed,
        trackMode: TrackMode.Data,
        dataBlockType: format.dataBlockType,
        sessionFormat: format.sessionFormat,
      },
    ]);
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable', lastSession: 'empty' });
  });

  test('an unfinished data track is ended as data, padded with empty blocks where the drive requires it', async () => {
    const { drive, transport } = tamperedDrive();
    await setWriteParameters(drive, {
      writeType: WriteType.TrackAtOnce,
      multiSession: MultiSession.NoNextSession,
      format: TrackFormats.mode1,
      testWrite: false,
      bufferUnderrunFree: true,
    });
    await drive.execute(write10({ lba: 0, lengthBlocks: 31 }, noise(31 * 2_048)));
    transport.tamper = keepsShortTracksOpen();
    const { yielded } = await drainGenerator(closeDisc(drive));
    expect(yielded.flatMap((each) => (each.phase === 'repairing' ? [each.did] : []))).toEqual([
      'Track 1 was left open, padded with 269 empty blocks: it is complete now, with 300 blocks (00:04:00)',
    ]);
    expect(await readDiscState(drive)).toMatchObject({
      status: 'complete',
      tracks: [{ kind: 'data', dataMode: 1, lengthBlocks: 300 }],
    });
  });
});

/** Like drives that do not close a track of less than four seconds: ignores the first flush, refuses the first CLOSE TRACK. */
function keepsShortTracksOpen(): TamperedTransport['tamper'] {
  const left = new Map([
    [0x35, 1],
    [0x5b, 2],
  ]);
  const answered = { outcome: 'answered', durationMs: 0, resends: 0, data: new Uint8Array() } as const;
  const refusal = Uint8Array.of(0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 0);
  return (request, next) => {
    const opcode = request.cdb[0] ?? 0;
    const count = left.get(opcode) ?? 0;
    if (count === 0) return next();
    left.set(opcode, count - 1);
    return opcode === 0x35
      ? { ...answered, status: 0x00, sense: new Uint8Array() }
      : { ...answered, status: 0x02, sense: refusal };
  };
}
