import { describe, expect, test } from '@jest/globals';
import { closeTrackSession } from '../../src/mmc/commands/close-track-session.ts';
import { readCd, SectorType } from '../../src/mmc/commands/read-cd.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { readTrackInformation } from '../../src/mmc/commands/read-track-information.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { MultiSession, writeParametersPage } from '../../src/mmc/mode-pages/write-parameters.ts';
import { modeSelect10 } from '../../src/scsi/commands/mode-select-10.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { execute, issue } from '../../src/scsi/execute.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import { ReplayTransport } from '../../src/trace/index.ts';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { rejectionOf } from '../support/rejection.ts';
import { record, sends } from './record.ts';
import { answered } from './scripted-transport.ts';

const block = (fill: number): Uint8Array => new Uint8Array(2352).fill(fill);
const writeParameters = (multiSession: MultiSession): Uint8Array =>
  modeParameters.encodeForSelect({
    mediumType: 0,
    blockDescriptors: new Uint8Array(),
    pages: [writeParametersPage.encode({ writeType: 1, multiSession })],
  });

describe('a program that does something different', () => {
  const differing = async (
    recorded: (t: ScsiTransport) => Promise<unknown>,
    sent: typeof recorded,
  ): Promise<string> => {
    const replay = new ReplayTransport(
      await record(() => answered({ data: new Uint8Array(34) }), recorded),
      'replay:t',
    );
    return (await rejectionOf(sent(replay), TransportError)).reason;
  };
  test.each([
    [
      'exchange 2: WRITE(10) lba: trace has 525, program sent 527',
      sends(testUnitReady({}), write10({ lba: 525, lengthBlocks: 1 }, block(1))),
      sends(testUnitReady({}), write10({ lba: 527, lengthBlocks: 1 }, block(1))),
    ],
    [
      'exchange 1: trace has TEST UNIT READY, program sent READ DISC INFORMATION',
      sends(testUnitReady({})),
      sends(readDiscInformation({ allocationLength: 34 })),
    ],
    [
      'exchange 1: CLOSE TRACK/SESSION closeFunction: trace has session (2), program sent track (1)',
      sends(closeTrackSession({ closeFunction: 2 })),
      sends(closeTrackSession({ closeFunction: 1, track: 1 })),
    ],
    [
      'exchange 1: MODE SELECT(10) Write Parameters page multiSession: trace has next session allowed (3), program sent no next session (0)',
      sends(modeSelect10({ pageFormat: true }, writeParameters(MultiSession.NextSessionAllowed))),
      sends(modeSelect10({ pageFormat: true }, writeParameters(MultiSession.NoNextSession))),
    ],
    [
      'exchange 1: READ DISC INFORMATION allocationLength: trace has 34 bytes, program sent 12 bytes',
      sends(readDiscInformation({ allocationLength: 34 })),
      sends(readDiscInformation({ allocationLength: 12 })),
    ],
    [
      /exchange 1: WRITE\(10\) data \(2352 bytes\): trace has CRC-32 [0-9a-f]{8}, program sent CRC-32 [0-9a-f]{8}/,
      sends(write10({ lba: 0, lengthBlocks: 1 }, block(1))),
      sends(write10({ lba: 0, lengthBlocks: 1 }, block(2))),
    ],
    [
      'exchange 1: WRITE(10) data: trace has 2352 bytes to the drive, program sent 2048 bytes to the drive',
      sends(write10({ lba: 0, lengthBlocks: 1 }, block(1))),
      sends(write10({ lba: 0, lengthBlocks: 1 }, new Uint8Array(2048))),
    ],
    [
      'the trace ends after exchange 1, but the program sent READ TRACK INFORMATION',
      sends(testUnitReady({})),
      sends(testUnitReady({}), readTrackInformation({ addressType: 1, address: 255, allocationLength: 36 })),
    ],
    ['the trace holds no exchange, but the program sent TEST UNIT READY', sends(), sends(testUnitReady({}))],
  ])('%s', async (message, recorded, sent) => {
    const reason = await differing(recorded, sent);
    if (typeof message === 'string') expect(reason).toBe(message);
    else expect(reason).toMatch(message);
  });

  test('a byte that no field covers is named by its place', async () => {
    const unknown = (last: number) => (transport: ScsiTransport) =>
      transport.send({ cdb: Uint8Array.of(0xd8, 0, 0, 0, 0, last), data: { direction: 'none' }, timeoutMs: 1 });
    expect(await differing(unknown(1), unknown(2))).toBe(
      'exchange 1: command D8h CDB byte 5: trace has 01h, program sent 02h',
    );
  });

  test('the message names the trace and what to do', async () => {
    const replay = new ReplayTransport(await record(() => answered(), sends(testUnitReady({}))), 'replay:t.jsonl');
    await expect(execute(replay, closeTrackSession({ closeFunction: 2 }))).rejects.toThrow(
      /^replay:t\.jsonl: replay: exchange 1: trace has TEST UNIT READY, program sent CLOSE TRACK\/SESSION\. The program .* record again$/,
    );
  });

  test('after the first difference every request fails with the same error', async () => {
    const trace = await record(() => answered(), sends(testUnitReady({}), testUnitReady({})));
    const replay = new ReplayTransport(trace);
    const first = await issue(replay, closeTrackSession({ closeFunction: 2 })).catch((error) => error);
    expect(await issue(replay, testUnitReady({})).catch((error) => error)).toBe(first);
    await replay.releaseExclusive();
    await replay.close();
  });

  test('requests that the recorded program had in progress, and this one does not make, do not make it hang', async () => {
    const trace = await record(
      () => answered(),
      (transport) => Promise.all([0, 1].map((lba) => issue(transport, write10({ lba, lengthBlocks: 1 }, block(0))))),
    );
    const replay = new ReplayTransport(trace);
    await expect(issue(replay, write10({ lba: 0, lengthBlocks: 1 }, block(0)))).resolves.toMatchObject({
      status: 0x00,
    });
    await expect(issue(replay, testUnitReady({}))).rejects.toThrow(
      /trace has WRITE\(10\), program sent TEST UNIT READY/,
    );
  });

  test('data that the trace does not hold is not made up', async () => {
    const read = readCd({ sectorType: SectorType.Audio, startLba: 0, lengthBlocks: 4, userData: true });
    const replay = new ReplayTransport(
      await record(() => answered({ data: new Uint8Array(4 * 2352).fill(9) }), sends(read)),
    );
    await expect(issue(replay, read)).rejects.toThrow(
      /exchange 1: READ CD: the trace does not hold these 9408 bytes, only their length and CRC-32/,
    );
  });

  test('silence is held in full', async () => {
    const read = readCd({ sectorType: SectorType.Audio, startLba: 0, lengthBlocks: 4, userData: true });
    const replay = new ReplayTransport(await record(() => answered({ data: new Uint8Array(4 * 2352) }), sends(read)));
    await expect(issue(replay, read)).resolves.toMatchObject({ data: new Uint8Array(4 * 2352) });
  });
});
