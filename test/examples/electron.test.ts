import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { writeSilence } from '../cli/wavs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/electron');

/** The application with the built package, and with a stand-in for Electron, whose package downloads a binary when it is installed. */
function application(): string {
  const folder = temporaryFolder();
  cpSync(EXAMPLE, folder, { recursive: true });
  const electron = join(folder, 'node_modules/electron');
  mkdirSync(electron, { recursive: true });
  copyFileSync(join(import.meta.dirname, 'electron/electron.cjs'), join(electron, 'index.cjs'));
  writeFileSync(join(electron, 'package.json'), JSON.stringify({ name: 'electron', main: 'index.cjs' }));
  symlinkSync(ROOT, join(folder, 'node_modules/discwright'), 'junction');
  return folder;
}

describe('the example for Electron, with a stand-in for Electron', () => {
  let seen: Record<string, unknown>;
  let folder: string;

  beforeAll(async () => {
    folder = application();
    await writeSilence(folder, 'short.wav', 5);
    await writeSilence(folder, 'long.wav', 200);
    const files = [join(folder, 'short.wav'), join(folder, 'long.wav')];
    const play = [join(import.meta.dirname, 'electron/play.mjs'), ...files];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, play, { cwd: folder });
    expect(stderr).toBe('');
    seen = JSON.parse(stdout);
  }, 60_000);

  test('the page is isolated, sandboxed and cannot go elsewhere', () => {
    expect(seen['window']).toEqual({
      preload: join(folder, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      file: join(folder, 'index.html'),
    });
    expect(seen).toMatchObject({ opens: { action: 'deny' }, navigationsPrevented: 1 });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(readFileSync(join(EXAMPLE, 'index.html'), 'utf8'));
    expect(policy?.[1]).toBe("default-src 'none'; script-src 'self'; style-src 'self'");
  });

  test('the page gets five functions, and names of files, not their paths', () => {
    expect(seen['exposed']).toEqual(['drives', 'choose', 'burn', 'cancel', 'onProgress']);
    expect(seen).toMatchObject({ chosenNone: [], chosen: ['short.wav', 'short.wav'] });
    expect(seen['drives']).toContain('sim:');
  });

  test('it burns, tells how far it is, and keeps the computer awake meanwhile', () => {
    expect(seen['burned']).toBe('Burned: the disc is complete.');
    expect(seen['phases']).toEqual(expect.arrayContaining(['writing', 'closing the session']));
    expect(seen).toMatchObject({ awakeDuringBurn: ['prevent-app-suspension'], awakeAfterwards: [] });
  });

  test('errors reach the page in the words of the package; other drives, pages and second burns are refused', () => {
    expect(seen['noFiles']).toMatch(/track/);
    expect(seen['otherDrive']).toBe('There is no such drive, or it is in use');
    expect(seen['otherFrame']).toBe('not the page of this application');
    expect(seen['second']).toBe('There is no such drive, or it is in use');
    expect(seen['first']).toBe('Burned: the disc is complete.');
  });

  test('a burn that is cancelled leaves a disc that is closed', () => {
    expect(seen['cancelled']).toMatch(/^Cancelled: the disc is complete\./);
  });

  test('closing the window during a burn asks, and then waits until the disc is closed', () => {
    const buttons = ['Keep burning', 'Cancel the burn and close'];
    expect(seen['dialogs']).toEqual([buttons, buttons]);
    expect(seen).toMatchObject({ keptBurning: 'Burned: the disc is complete.', closedAfterKeeping: false });
    expect(seen['closing']).toMatch(/^Cancelled: the disc is complete\./);
    expect(seen).toMatchObject({ closed: true, quits: 1 });
  });

  test('quitting during a burn waits until the drive is released', () => {
    expect(seen['quitting']).toBe('Cancelled: nothing was written.');
    expect(seen['quitsAfterwards']).toBe(2);
  });
});
