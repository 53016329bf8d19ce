import { describe, expect, test } from '@jest/globals';
import { readCd, SectorType } from '../../../src/mmc/commands/read-cd.ts';
import { readDiscInformation } from '../../../src/mmc/commands/read-disc-information.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { inquiry } from '../../../src/scsi/commands/inquiry.ts';
import { preventAllowMediumRemoval } from '../../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { type Fault, SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { asCd } from '../../support/cd.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocks, burnTrack, discInformation, run, senseOf, trackInformation, writeBlocks } from '../support.ts';

const preventAllow = (prevent: boolean) => preventAllowMediumRemoval({ prevent });
const ready = (drive: SimulatedDrive) => run(drive, testUnitReady({}));

describe('which commands are hit', () => {
  test('the nth of a command, by name or opcode, as often as given', async () => {
    await using drive = new SimulatedDrive({
      faults: [
        { at: { command: 'TEST UNIT READY', nth: 2 }, does: { sense: '3/0C/00' }, times: 2 },
        { at: { opcode: 0x51 }, does: { sense: '4/44/00' } },
      ],
    });
    await ready(drive);
    expect(await senseOf(ready(drive))).toMatchObject({ key: 3, asc: 0x0c });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 3, asc: 0x0c });
    await ready(drive);
    expect(await senseOf(discInformation(drive))).toMatchObject({ key: 4, asc: 0x44 });
    await discInformation(drive);
  });

  test('any command that addresses a block', async () => {
    await using drive = new SimulatedDrive();
    drive.inject({ at: { lba: 40 }, does: { sense: '3/0C/00', information: 40 } });
    await writeBlocks(drive, 0, blocks(27));
    const refused = await senseOf(run(drive, write10({ lba: 27, lengthBlocks: 27 }, blocks(27))));
    expect(refused).toMatchObject({ key: 3, asc: 0x0c, information: 40 });
    // The command was not carried out.
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 27 });
  });

  test('the first command after a time', async () => {
    await using drive = new SimulatedDrive();
    await drive.clock.sleep(5_000);
    drive.inject({ at: { timeMs: 1_000 }, does: { status: 'CHECK CONDITION' } });
    await ready(drive);
    await drive.clock.sleep(1_000);
    await expect(ready(drive)).rejects.toThrow(/CHECK CONDITION without sense/);
    await ready(drive);
  });

  test('at random, the same for the same seed', async () => {
    const hits = async (seed: number) => {
      await using drive = new SimulatedDrive();
      drive.inject({ at: { random: { seed, chance: 0.3 } }, does: { sense: '2/04/00' } });
      const results: boolean[] = [];
      for (let count = 0; count < 100; count++) {
        results.push(
          await ready(drive).then(
            () => false,
            () => true,
          ),
        );
      }
      return results;
    };
    const first = await hits(7);
    expect(await hits(7)).toEqual(first);
    expect(await hits(8)).not.toEqual(first);
    expect(first.filter(Boolean).length).toBeGreaterThan(15);
    expect(first.filter(Boolean).length).toBeLessThan(45);
  });

  test.each<[unknown, RegExp]>([
    [{ does: {} }, /exactly one thing that happens, not nothing/],
    [{ does: { sense: '3/0C/00', disconnect: true } }, /not sense and disconnect/],
    [{ does: { sense: 'write error' } }, /hexadecimal: 3\/0C\/00/],
    [{ does: { status: 'BUSY', deferred: true } }, /belongs to a sense/],
    [{ at: { nht: 3 }, does: { reset: true } }, /nht/],
  ])('%j is not a fault', (fault, words) => {
    const drive = new SimulatedDrive();
    expect(() => drive.inject(fault as Fault)).toThrow(words);
  });
});

describe('what happens', () => {
  test('a sense with all its details', async () => {
    await using drive = new SimulatedDrive();
    drive.inject({ does: { sense: '3/0C/09', deferred: true, information: 1_234 } });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 3, ascq: 9, deferred: true, information: 1_234 });
    drive.inject({ does: { sense: '5/24/00', fieldPointer: { in: 'cdb', byte: 2, bit: 5 } } });
    expect(await senseOf(ready(drive))).toMatchObject({ fieldPointer: { in: 'cdb', byte: 2, bit: 5 } });
    drive.inject({ does: { sense: '2/04/07', progress: 0.5 } });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, progress: 0.5 });
  });

  test('the host gets no answer and waits until its time-out', async () => {
    for (const hostTimeout of [true, 'carried-out'] as const) {
      await using drive = new SimulatedDrive();
      drive.inject({ at: { command: 'WRITE(10)' }, does: { hostTimeout } });
      const start = drive.clock.now();
      const error = await rejectionOf(
        run(drive, write10({ lba: 0, lengthBlocks: 27 }, blocks(27)), { timeoutMs: 7_000 }),
        TransportError,
      );
      expect(error.kind).toBe('timeout');
      expect(drive.clock.now() - start).toBeGreaterThanOrEqual(7_000);
      expect((await trackInformation(drive)).nextWritableLba).toBe(hostTimeout === true ? 0 : 27);
    }
  });

  test('a program with its own time-out learns immediately that no answer will come', async () => {
    await using drive = new SimulatedDrive();
    const program = drive.connect({ callerTimesOut: true });
    drive.inject({ at: { command: 'TEST UNIT READY' }, does: { hostTimeout: true } });
    const start = drive.clock.now();
    const request = { cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 7_000 } as const;
    await expect(program.send(request)).rejects.toMatchObject({ kind: 'timeout' });
    expect(drive.clock.now() - start).toBeLessThan(1);
    expect(await program.send(request)).toMatchObject({ status: 0x00 });
  });

  test('data that are too short, and data with the end of another reply', async () => {
    await using drive = new SimulatedDrive();
    const inquiryReply = async () => {
      const { cdb } = inquiry({ allocationLength: 36 });
      const reply = await drive.send({ cdb, data: { direction: 'in', lengthBytes: 36 }, timeoutMs: 1_000 });
      return reply.outcome === 'answered' ? reply.data : new Uint8Array();
    };
    const whole = await inquiryReply();
    drive.inject({ does: { shortData: 20 } });
    expect(await inquiryReply()).toEqual(whole.subarray(0, 20));
    drive.inject({ at: { command: 'READ DISC INFORMATION' }, does: { staleData: 4 } });
    const { cdb } = readDiscInformation({ allocationLength: 34 });
    await inquiryReply();
    const reply = await drive.send({ cdb, data: { direction: 'in', lengthBytes: 34 }, timeoutMs: 1_000 });
    const data = reply.outcome === 'answered' ? reply.data : new Uint8Array();
    expect(data.subarray(4)).toEqual(whole.subarray(4, 34));
    expect(data.subarray(0, 2)).toEqual(new Uint8Array([0, 32]));
  });

  test('the drive is unplugged: nothing reaches it any more, and the disc stays as it is', async () => {
    await using drive = new SimulatedDrive();
    const other = drive.connect();
    await writeBlocks(drive, 0, blocks(270));
    drive.inject({ at: { command: 'WRITE(10)' }, does: { disconnect: true } });
    expect((await rejectionOf(writeBlocks(drive, 270, blocks(27)), TransportError)).kind).toBe('gone');
    expect((await rejectionOf(ready(drive), TransportError)).kind).toBe('gone');
    expect((await rejectionOf(run(other, testUnitReady({})), TransportError)).kind).toBe('gone');
    expect(asCd(drive.burner.tray.disc).openTrack).toMatchObject({ lengthBlocks: 270 });
  });

  test('power lost and back: 6/29/00, the buffer is lost, the track is interrupted, the rest as after power-on', async () => {
    await using drive = new SimulatedDrive({ writeSpeeds: [1, 10] });
    await burnTrack(drive, blocks(300));
    await run(drive, preventAllow(true));
    await writeBlocks(drive, 452, blocks(2_700, 1));
    await drive.clock.sleep(300);
    const { capacityBytes, freeBytes } = drive.burner.buffer;
    const waiting = Math.ceil((capacityBytes - freeBytes) / 2_352);
    expect(waiting).toBeGreaterThan(0);
    drive.inject({ at: { command: 'WRITE(10)' }, does: { powerLoss: 'restart' } });
    const refused = await senseOf(writeBlocks(drive, 452 + 2_700, blocks(27)));
    expect(refused).toMatchObject({ key: 6, asc: 0x29, ascq: 0 });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x28 });
    expect(await senseOf(ready(drive))).toMatchObject({ key: 2, asc: 0x04, ascq: 0x01 });
    await drive.clock.sleep(10_000);
    expect(drive.burner.tray.locked).toBe(false);
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300, damage: false });
    const broken = await trackInformation(drive, 2);
    expect(broken).toMatchObject({ damage: true, nextWritableValid: false, startLba: 452 });
    expect(asCd(drive.burner.tray.disc).openTrack?.lengthBlocks).toBeLessThanOrEqual(2_700 - waiting + 1);
  });

  test('a reset: 6/29/00 for every program, settings reset, no loading', async () => {
    await using drive = new SimulatedDrive();
    const other = drive.connect();
    await run(drive, preventAllow(true));
    await drive.reset();
    expect(await senseOf(ready(drive))).toMatchObject({ key: 6, asc: 0x29 });
    await ready(drive);
    expect(await senseOf(run(other, testUnitReady({})))).toMatchObject({ key: 6, asc: 0x29 });
    expect(drive.burner.tray.locked).toBe(false);
  });

  test('a scratch reads with C2 errors, or not at all', async () => {
    await using drive = new SimulatedDrive();
    await burnTrack(drive, blocks(300));
    const read = (startLba: number, c2: 0 | 1 = 0) =>
      run(drive, readCd({ sectorType: SectorType.Audio, startLba, lengthBlocks: 10, userData: true, c2 }));
    drive.inject({ does: { scratch: { fromLba: 100, toLba: 101, kind: 'c2' } } });
    drive.inject({ does: { scratch: { fromLba: 205, toLba: 205, kind: 'unreadable' } } });
    expect(await read(80)).toEqual(blocks(300).subarray(80 * 2_352, 90 * 2_352));
    const flagged = await read(95, 1);
    const flagsOf = (index: number) => flagged.subarray(index * 2_646 + 2_352, (index + 1) * 2_646);
    expect(flagsOf(4).every((byte) => byte === 0)).toBe(true);
    expect(flagsOf(5).filter((byte) => byte === 0xff)).toHaveLength(4);
    expect(await read(95)).not.toEqual(blocks(300).subarray(95 * 2_352, 105 * 2_352));
    expect(await senseOf(read(200))).toMatchObject({ key: 3, asc: 0x11, ascq: 0x05, information: 205 });
    await read(206);
  });

  test('a worn disc: some blocks are bad, always the same ones', async () => {
    const bad = async () => {
      await using drive = new SimulatedDrive({ faults: [{ does: { wear: { seed: 3, unreadable: 0.05 } } }] });
      await burnTrack(drive, blocks(300));
      const found: number[] = [];
      for (let startLba = 0; startLba < 300; startLba++) {
        const one = readCd({ sectorType: SectorType.Audio, startLba, lengthBlocks: 1, userData: true });
        await run(drive, one).catch(() => found.push(startLba));
      }
      return found;
    };
    const first = await bad();
    expect(first.length).toBeGreaterThan(3);
    expect(first.length).toBeLessThan(40);
    expect(await bad()).toEqual(first);
  });
});
