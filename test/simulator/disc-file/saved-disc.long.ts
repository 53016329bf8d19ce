import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DiscStatus, SessionState } from '../../../src/mmc/commands/read-disc-information.ts';
import { encodeFileHeader } from '../../../src/simulator/disc-file/format.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  flush,
  readAudio,
  selectPage05,
  trackInformation,
  writeBlocks,
} from '../support.ts';
import { withoutIndex } from './records.ts';

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const file = (name = 'my.disc') => join(folder, name);

const refusal = (path: string) => rejectionOf(openSimulatedDrive(path), TransportError);

describe('a saved disc', () => {
  test('is created blank on first use and persists from drive to drive', async () => {
    const first = blocks(313);
    {
      await using drive = await openSimulatedDrive(file());
      expect(drive.path).toBe(`sim:${file()}`);
      expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });
      await burnTrack(drive, first);
      await writeBlocks(drive, 465, blocks(60, 3));
    }
    {
      // The open track continues where it was.
      await using drive = await openSimulatedDrive(file());
      expect(await trackInformation(drive)).toMatchObject({ track: 2, startLba: 465, nextWritableLba: 525 });
      await writeBlocks(drive, 525, blocks(10, 4));
      await flush(drive);
      await selectPage05(drive, { multiSession: 3 });
      await closeSession(drive);
    }
    {
      await using drive = await openSimulatedDrive(file());
      expect(await discInformation(drive)).toMatchObject({
        discStatus: DiscStatus.Appendable,
        lastSessionState: SessionState.Empty,
        sessions: 2,
      });
      expect(await trackInformation(drive, 2)).toMatchObject({ startLba: 465, lengthBlocks: 300 });
      const read = (startLba: number) => readAudio(drive, startLba, 10);
      expect(Buffer.compare(await read(300), first.subarray(300 * BLOCK_BYTES, 310 * BLOCK_BYTES))).toBe(0);
      expect(Buffer.compare(await read(525), blocks(10, 4))).toBe(0);
      expect(Buffer.compare(await read(600), new Uint8Array(10 * BLOCK_BYTES))).toBe(0);
    }
    expect(readdirSync(folder)).toEqual(['my.disc']);
  });

  test('only grows, and a test write does not touch it', async () => {
    {
      await using drive = await openSimulatedDrive(file());
      await burnTrack(drive, blocks(30));
    }
    const before = readFileSync(file());
    {
      await using drive = await openSimulatedDrive(file());
      await selectPage05(drive, { testWrite: true });
      await burnTrack(drive, blocks(30));
      await closeSession(drive);
    }
    expect(Buffer.compare(readFileSync(file()), before)).toBe(0);
    {
      await using drive = await openSimulatedDrive(file());
      await burnTrack(drive, blocks(30));
      await closeSession(drive);
    }
    expect(Buffer.compare(readFileSync(file()).subarray(0, before.length), before)).toBe(0);
  });

  test('loads wherever its end is cut off, with what is left, and can still be written', async () => {
    const bytes = blocks(310, 1);
    const sizes: number[] = [];
    {
      await using drive = await openSimulatedDrive(file());
      const note = () => sizes.push(statSync(file()).size);
      note();
      for (let part = 0; part < 5; part++) {
        await writeBlocks(drive, part * 27, bytes.subarray(part * 27 * BLOCK_BYTES, (part + 1) * 27 * BLOCK_BYTES));
        note();
      }
      await flush(drive);
      note();
      await selectPage05(drive, { multiSession: 3 });
      await closeSession(drive);
      note();
      await burnTrack(drive, blocks(1));
      note();
    }
    // Closing the drive has added the index.
    const whole = statSync(file()).size;
    expect(whole).toBeGreaterThan(sizes.at(-1) ?? 0);
    expect(whole).toBeLessThan((sizes.at(-1) ?? 0) + 4_096);
    const cutAt = async (size: number) => {
      copyFileSync(file(), file('cut.disc'));
      truncateSync(file('cut.disc'), size);
      await using drive = await openSimulatedDrive(file('cut.disc'));
      const { discStatus } = await discInformation(drive);
      const writes = sizes.slice(0, 6).filter((each) => each <= size).length - 1;
      if (size >= (sizes[6] ?? 0)) {
        expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300, nextWritableValid: false });
      } else if (writes > 0) {
        expect(await trackInformation(drive, 1)).toMatchObject({ startLba: 0, nextWritableValid: true });
        const { nextWritableLba } = await trackInformation(drive);
        // Padding may have been recorded before the track was closed.
        expect([writes * 27, 300]).toContain(nextWritableLba);
        const read = await readAudio(drive, 0, 27);
        expect(Buffer.compare(read, bytes.subarray(0, 27 * BLOCK_BYTES))).toBe(0);
      } else {
        expect(discStatus).toBe(DiscStatus.Blank);
      }
      const { nextWritableLba } = await trackInformation(drive);
      await writeBlocks(drive, nextWritableLba, blocks(3));
      await flush(drive);
    };
    for (const size of sizes) await cutAt(size);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: whole }), cutAt), { numRuns: 40 });
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: sizes[0] ?? 0 }), cutAt), { numRuns: 20 });
  });

  test('drops zeros where a record should begin', async () => {
    {
      await using drive = await openSimulatedDrive(file());
      await burnTrack(drive, blocks(10));
    }
    truncateSync(file(), statSync(file()).size + 5_000);
    await using drive = await openSimulatedDrive(file());
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 300 });
  });
});

describe('what cannot be opened as a saved disc', () => {
  test('a folder, a file of something else, a newer format, damage, a missing folder', async () => {
    mkdirSync(file('folder'));
    writeFileSync(file('song.wav'), 'RIFF and so on, more than thirty-two bytes of it');
    writeFileSync(file('short'), 'RIFF');
    writeFileSync(file('newer'), encodeFileHeader(7));
    await (await openSimulatedDrive(file('damaged'))).close();
    const damaged = withoutIndex(readFileSync(file('damaged')));
    damaged.fill(0x55, 40, 50);
    writeFileSync(file('damaged'), damaged);
    const cases = [
      [file('folder'), 'unsupported', /open: .*folder is a folder.*Name a file in it: sim:.*folder\/my\.disc/],
      [file('song.wav'), 'unsupported', /not a saved disc/],
      [file('short'), 'unsupported', /not a saved disc/],
      [file('newer'), 'unsupported', /format 7.*Update discwright/],
      [file('damaged'), 'unsupported', /damaged at byte 32 /],
      [file('nowhere/my.disc'), 'not-found', /the folder .*nowhere does not exist.*Create the folder first/],
      [file('short/my.disc'), 'not-found', /is a file, not a folder/],
      ['/dev/null', 'unsupported', /open: \/dev\/null is a device, not a regular file/],
    ] as const;
    for (const [path, kind, words] of cases) {
      const error = await refusal(path);
      expect([path, error.kind]).toEqual([path, kind]);
      expect(error.message).toMatch(words);
    }
    // None of them was changed or left locked.
    expect(readFileSync(file('song.wav'), 'utf8')).toMatch(/^RIFF/);
    expect(readFileSync(file('damaged')).equals(damaged)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('lock'))).toEqual([]);
  });
});

describe('the lock', () => {
  test('keeps a second drive out, by whatever name, until the first is closed', async () => {
    const drive = await openSimulatedDrive(file());
    symlinkSync(file(), file('other-name'));
    for (const path of [file(), file('other-name')]) {
      const error = await refusal(path);
      expect(error.kind).toBe('busy');
      expect(error.message).toContain(`process ${process.pid}`);
    }
    await drive.close();
    await (await openSimulatedDrive(file('other-name'))).close();
    expect(existsSync(file('my.disc.lock'))).toBe(false);
  });

  test('of a live process holds, that of a dead one does not', async () => {
    const living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(living, 'spawn');
    const lock = (pid: number | undefined, more = {}) =>
      writeFileSync(file('my.disc.lock'), JSON.stringify({ pid, token: 'a-token', ...more }));
    lock(living.pid);
    expect(await refusal(file())).toMatchObject({ kind: 'busy' });
    living.kill('SIGKILL');
    await once(living, 'exit');
    await (await openSimulatedDrive(file())).close();
    lock(spawnSync(process.execPath, ['-e', '']).pid);
    await (await openSimulatedDrive(file())).close();
    // A dead process whose number this one now has.
    lock(process.pid, { start: '1' });
    await (await openSimulatedDrive(file())).close();
    expect(readdirSync(folder)).toEqual(['my.disc']);
  });

  test('of a dead process is taken over by only one of many', async () => {
    const dead = JSON.stringify({ pid: process.pid, start: '1', token: 'a-token' });
    writeFileSync(file('my.disc.lock'), dead);
    // What it left when it died while taking the lock.
    writeFileSync(file('my.disc.lock.another-token'), dead);
    const opened = await Promise.allSettled(Array.from({ length: 8 }, () => openSimulatedDrive(file())));
    const drives = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    expect(drives).toHaveLength(1);
    await drives[0]?.close();
    expect(readdirSync(folder)).toEqual(['my.disc']);
  });

  test('that cannot be read is reported with its path', async () => {
    writeFileSync(file('my.disc.lock'), 'what');
    const error = await refusal(file());
    expect(error.kind).toBe('busy');
    expect(error.message).toContain('my.disc.lock');
  });
});
