import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { issue } from '../../src/scsi/execute.ts';
import {
  describeError,
  openReplay,
  openTraceFile,
  parseTrace,
  readTrace,
  recordToFile,
  TraceError,
} from '../../src/trace/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { answered, ScriptedTransport } from './scripted-transport.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const drive = () => new ScriptedTransport(() => answered());
const header =
  '{"type":"header","format":"discwright trace","version":1,"path":"sim:","simulated":true,"maxTransferBytes":65536}';
const exchange =
  '{"type":"exchange","seq":1,"t":0,"tDone":1,"cdb":"000000000000","timeoutMs":30000,"outcome":"answered","status":0,"durationMs":1}';

describe('recording to a file', () => {
  test('every line is in the file as soon as its command has been answered', async () => {
    const path = join(folder, 'new.jsonl');
    const transport = recordToFile(drive(), path);
    await issue(transport, testUnitReady({}));
    const { entries, cutOff } = await readTrace(path);
    expect(entries).toHaveLength(1);
    expect(cutOff).toBe(false);
    await transport.close();
    expect((await readTrace(path)).entries).toHaveLength(2);
  });

  test('an older trace is left as it is, and the error says how to replace it', async () => {
    const path = join(folder, 'old.jsonl');
    for (const old of [`${header}\n${exchange}\n${exchange}\n`, header]) {
      await writeFile(path, old);
      expect(() => recordToFile(drive(), path)).toThrow(TraceError);
      expect(() => openTraceFile(path)).toThrow(
        /old\.jsonl is an older trace: it was left as it is.*--overwrite-trace/,
      );
      expect(await readFile(path, 'utf8')).toBe(old);
    }
  });

  test('an empty file is used, and an older trace is replaced when that is asked for', async () => {
    for (const old of ['', `${header}\n${exchange}\n${exchange}\n`, header]) {
      const path = join(folder, 'old.jsonl');
      await writeFile(path, old);
      await recordToFile(drive(), path, { overwrite: old !== '' }).close();
      expect((await readTrace(path)).entries).toHaveLength(1);
    }
  });

  test('an older trace stays until the new one has a line: a drive that cannot be opened loses nothing', async () => {
    const path = join(folder, 'old.jsonl');
    await writeFile(path, `${header}\n${exchange}\n`);
    openTraceFile(path, { overwrite: true }).close();
    expect((await readTrace(path)).entries).toHaveLength(1);
  });

  test('anything else is left as it is', async () => {
    const path = join(folder, 'letter.txt');
    await writeFile(path, 'Dear Sir,\n');
    for (const overwrite of [false, true]) {
      expect(() => recordToFile(drive(), path, { overwrite })).toThrow(TraceError);
      expect(() => recordToFile(drive(), path, { overwrite })).toThrow(/is not a trace: it was left as it is/);
    }
    expect(await readFile(path, 'utf8')).toBe('Dear Sir,\n');
  });

  const unixTest = process.platform === 'win32' ? test.skip : test;

  unixTest(
    'a link to nothing is neither followed nor replaced (not on Windows, where links need a privilege)',
    async () => {
      const path = join(folder, 'link.jsonl');
      await symlink(join(folder, 'nothing'), path);
      expect(() => openTraceFile(path)).toThrow(/link\.jsonl is a symbolic link to a file that does not exist/);
      expect(existsSync(join(folder, 'nothing'))).toBe(false);
    },
  );

  unixTest(
    'folders, named pipes and devices are refused at once, for writing and reading (not on Windows)',
    async () => {
      const pipe = join(folder, 'pipe');
      spawnSync('mkfifo', [pipe]);
      for (const [path, kind] of [
        [folder, 'a folder'],
        [pipe, 'a named pipe'],
        ['/dev/zero', 'a device'],
      ] as const) {
        expect(() => openTraceFile(path)).toThrow(`${path} is ${kind}, not a regular file`);
        expect(() => openTraceFile(path)).toThrow(TraceError);
        await expect(readTrace(path)).rejects.toThrow(`${path} is ${kind}, not a regular file`);
      }
    },
  );

  test('a file that cannot be created is an error that names it', () => {
    const path = join(folder, 'no', 'such', 'folder.jsonl');
    expect(() => recordToFile(drive(), path)).toThrow(/folder\.jsonl: the trace cannot be written: ENOENT/);
  });
});

describe('numbers that no recording has', () => {
  const changed = (from: string, to: string) => `${header}\n${exchange.replace(from, to)}\n`;

  test.each([
    ['"seq":1', '"seq":1.5'],
    ['"seq":1', '"seq":-1'],
    ['"t":0', '"t":-1'],
    ['"tDone":1', '"tDone":1e999'],
    ['"timeoutMs":30000', '"timeoutMs":-1'],
    ['"status":0', '"status":256'],
    ['"status":0', '"status":0,"in":{"bytes":1000000000000,"hex":""}'],
    ['"status":0', '"status":0,"in":{"bytes":1,"hex":"0102"}'],
    ['"status":0', '"status":0,"inBytes":1000000000000'],
    ['"status":0', '"status":0,"resends":0.5'],
    ['"status":0', `"status":0,"sense":"${'00'.repeat(256)}"`],
    ['"cdb":"000000000000"', `"cdb":"${'00'.repeat(261)}"`],
  ])('%s as %s is an error that names the line', (from, to) => {
    expect(() => parseTrace(changed(from, to))).toThrow(/line 2: /);
  });

  test.each(['0', '1.5', '4294967296'])('a transport of %s bytes is not a header', (bytes) => {
    expect(() => parseTrace(header.replace('65536', bytes))).toThrow(/first line is not a trace header/);
  });
});

describe('reading', () => {
  test('a trace that was cut off in the middle of a line still loads, and says so', () => {
    const whole = `${header}\n${exchange}\n`;
    expect(parseTrace(whole)).toMatchObject({ cutOff: false, entries: [{ seq: 1 }] });
    expect(parseTrace(`${whole}${exchange}`)).toMatchObject({ cutOff: false, entries: [{ seq: 1 }, { seq: 1 }] });
    for (const length of [1, 10, exchange.length - 1]) {
      expect(parseTrace(`${whole}${exchange.slice(0, length)}`)).toMatchObject({ cutOff: true, entries: [{ seq: 1 }] });
    }
  });

  test('a replay of it says so when it ends', async () => {
    const path = join(folder, 'cut.jsonl');
    await writeFile(path, `${header}\n${exchange}\n{"type":"ex`);
    const replay = await openReplay(path);
    await issue(replay, testUnitReady({}));
    await expect(issue(replay, testUnitReady({}))).rejects.toThrow(/ends after exchange 1 \(its last line is cut off/);
  });

  test.each([
    ['', /t is not a trace of discwright/],
    ['{"type":', /t is not a trace of discwright/],
    ['Dear Sir,\n', /t is not a trace of discwright/],
    [`${header.replace('"version":1', '"version":2')}\n`, /trace of version 2; this program reads version 1/],
    [`${header}\nhm\n${exchange}\n`, /t, line 2: not JSON/],
    [`${header}\n${exchange}\n${exchange.replace('"cdb":"00', '"cdb":"0x')}\n`, /t, line 3: .*hexadecimal/],
    [`${header}\n${exchange.replace('"status":0,', '')}\n`, /t, line 2: /],
  ])('%j is refused', (text, message) => {
    expect(() => parseTrace(text, { name: 't' })).toThrow(TraceError);
    expect(() => parseTrace(text, { name: 't' })).toThrow(message);
  });

  test('opening a replay of a file that does not exist, or is not a trace, is a TransportError', async () => {
    const missing = join(folder, 'missing.jsonl');
    await expect(openReplay(missing)).rejects.toMatchObject({ name: 'TransportError', kind: 'not-found' });
    const letter = join(folder, 'letter.txt');
    await writeFile(letter, 'Dear Sir,\n');
    await expect(openReplay(letter)).rejects.toMatchObject({ name: 'TransportError', kind: 'unsupported' });
    await expect(openReplay(folder)).rejects.toMatchObject({
      name: 'TransportError',
      kind: 'unsupported',
      reason: expect.stringMatching(/is a folder, not a regular file/),
    });
  });
});

describe('errors that the program reports', () => {
  const failed = { name: 'BurnError', message: 'WRITE(10) failed. The disc is open', remedy: 'Use another disc' };

  test('are recorded in their own words, and the trace replays as without them', async () => {
    const path = join(folder, 'failed.jsonl');
    const transport = recordToFile(drive(), path);
    await issue(transport, testUnitReady({}));
    transport.noteError(failed);
    await transport.close();
    transport.noteError({ name: 'Error', message: 'too late' });
    const { entries, errors } = await readTrace(path);
    expect(errors).toEqual([{ type: 'error', t: expect.any(Number), ...failed }]);
    expect(errors.map(describeError)).toEqual(['WRITE(10) failed. The disc is open. Use another disc']);
    expect(entries.map(({ type }) => type)).toEqual(['exchange', 'event']);
    await using replay = await openReplay(path);
    await issue(replay, testUnitReady({}));
  });

  test('name what to do once, and are none in a trace of an earlier version', () => {
    expect(parseTrace(`${header}\n${exchange}\n`).errors).toEqual([]);
    const line = JSON.stringify({ type: 'error', t: 1, ...failed, message: 'No disc. Use another disc' });
    expect(parseTrace(`${header}\n${line}\n`).errors.map(describeError)).toEqual(['No disc. Use another disc']);
  });
});
