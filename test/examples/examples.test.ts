import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');

/** What each program must print on the simulated drive that it opens by itself. */
const PRINTED: Record<string, RegExp[]> = {
  'burn-album.mjs': [/^Track 2: 1058400 bytes are on the disc as they were sent\.$/m, /^The disc is complete\.$/m],
  'enhanced-cd.mjs': [/^Session 2 begins at LBA 12906\.$/m, /^EXTRA: readme\.txt$/m],
  'erase.mjs': [/^Before: The disc is complete: 1 complete track/m, /^After: The disc is blank$/m],
  'http-progress.mjs': [/^progress: \{"phase":"writing","track":2,"percent":\d+\}$/m, /^done: \{"disc":"complete"\}$/m],
  'imapi2-audio.mjs': [/^track 1: 100 %$/m, /^2 tracks are on the disc\.$/m],
  'imapi2-data.mjs': [
    /^The disc is blank\.$/m,
    /^writing_data$/m,
    /^completed$/m,
    /^The next session begins at LBA 1\d+\.$/m,
  ],
  'imapi2-dvd.mjs': [
    /^IMAPI_MEDIA_TYPE_DVDPLUSR$/m,
    /^\d+ files, \d+ blocks from LBA 0$/m,
    /^On the disc: FsiFileSystemISO9660, FsiFileSystemJoliet, FsiFileSystemUDF$/m,
    /^22\d{5} sectors are free\.$/m,
  ],
  'imapi2-erase.mjs': [/^0 of about \d+ s$/m, /^The disc is blank\.$/m],
  'imapi2.mjs': [/^1 track is on the disc/m, /^doNotFinalizeMedia: E_IMAPI_DF2TAO_MEDIA_IS_PREPARED \(0xC0AA0503\)/m],
  'jukebox.mjs': [
    /^drive 3: the disc is complete; 2469600 bytes were compared$/m,
    /^drive 4: FAILED while writing, WRITE_FAILED: writing track 1 /m,
    /^5 discs burned, 1 failed\.$/m,
  ],
  'leave-open.mjs': [
    /^After the first track: The disc is open: 1 complete track/m,
    /^After the second track: The disc is open: 2 complete tracks/m,
    /^After closing: The disc is complete: 2 complete tracks/m,
  ],
  'read-toc.mjs': [/^READ TOC: 43000000000000032400$/m, /^track 1 at 00:02:00 \(LBA 0\)$/m, /^lead-out at /m],
  'record-trace.mjs': [/^The disc is blank$/m, /#1 +READ DISC INFORMATION: .*disc status blank/m],
  'test-a-burner.mjs': [/^[#ℹ] pass 5$/m, /^[#ℹ] fail 0$/m],
};

test('every program in examples/ is one that runs here', () => {
  expect(
    readdirSync(EXAMPLES)
      .filter((name) => name.endsWith('.mjs'))
      .sort(),
  ).toEqual(Object.keys(PRINTED));
});

test.each(Object.entries(PRINTED))('%s', async (name, lines) => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [join(EXAMPLES, name)]);
  expect(stderr).toBe('');
  for (const line of lines) expect(stdout).toMatch(line);
});

test('imapi2-dvd.mjs adds the folder of its second run to that of its first', async () => {
  const device = `sim:${join(temporaryFolder(), 'dvd.disc')}?medium=DVD%2BR`;
  const run = async (folder: string) => {
    const program = [join(EXAMPLES, 'imapi2-dvd.mjs'), folder, '--device', device];
    return (await promisify(execFile)(process.execPath, program)).stdout;
  };
  const files = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length;
  expect(await run(EXAMPLES)).toMatch(/blocks from LBA 0$/m);
  expect(await run(resolve(import.meta.dirname, '../imapi2/streams'))).toMatch(
    new RegExp(`^${files + 1} files, .* from LBA [1-9]`, 'm'),
  );
});
