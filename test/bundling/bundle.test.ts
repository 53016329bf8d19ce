import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { serveDrive } from '../../src/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** As docs/library.md says. */
const NEXT_TO_IT = ['device-worker', 'decode-worker', 'linux/sg-io', 'win32/spti'];
const EXTERNAL = ['koffi', 'ffi-napi', 'ref-napi', 'ref-struct-di', 'bun:ffi'];
const CJS = {
  banner: { js: "const discwrightUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: { 'import.meta.url': 'discwrightUrl' },
};

const PROGRAM = `
import { burnAudio, openAudioFile, openDrive, pcmTrackFromBytes, TransportError } from 'discwright';
async function main([socket, sound]) {
  const drive = await openDrive('unix:' + socket);
  const { disc } = await burnAudio(drive, [pcmTrackFromBytes(new Uint8Array(310 * 2352), { name: 'x' }), await openAudioFile(sound)]);
  await drive.close();
  console.log(disc.status, disc.tracks.length);
  const error = await openDrive('/dev/null').catch((reason) => reason);
  console.log(error instanceof TransportError, error.message);
}
main(process.argv.slice(2)).catch((error) => { console.error(error); process.exitCode = 1; });
`;

async function bundle(format: 'esm' | 'cjs'): Promise<string> {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'node_modules'));
  await symlink(ROOT, join(folder, 'node_modules/discwright'));
  for (const name of ['koffi', 'libflacjs']) {
    await symlink(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'app.mjs'), PROGRAM);
  const extension = format === 'esm' ? '.mjs' : '.cjs';
  const common = { bundle: true, platform: 'node', external: EXTERNAL, logLevel: 'error' } as const;
  await build({
    ...common,
    ...(format === 'cjs' ? CJS : {}),
    entryPoints: { app: join(folder, 'app.mjs') },
    outdir: join(folder, 'out'),
    format,
    outExtension: { '.js': extension },
  });
  // The threads are ES modules in either case: their names end in .js, so a package.json says so.
  await build({
    ...common,
    entryPoints: Object.fromEntries(NEXT_TO_IT.map((name) => [name, join(ROOT, 'dist', `${name}.js`)])),
    outdir: join(folder, 'out'),
    format: 'esm',
  });
  await writeFile(join(folder, 'out/package.json'), '{ "type": "module" }');
  return join(folder, `out/app${extension}`);
}

test.each(['esm', 'cjs'] as const)(
  'a program bundled by esbuild as %s burns on a served drive, decodes in a thread and finds the one of a real drive',
  async (format) => {
    const program = await bundle(format);
    const socketPath = join(temporaryFolder(), 'drive.sock');
    await using _served = await serveDrive({ device: 'sim:', socketPath });
    const sound = join(ROOT, 'fixtures/sound/source.flac');
    const { stdout } = await promisify(execFile)(process.execPath, [program, socketPath, sound]);
    expect(stdout).toMatch(/^complete 2$/m);
    expect(stdout).toMatch(/^true \/dev\/null: .*this is not an optical drive/m);
    expect(stdout).not.toMatch(/thread that talks to the drive did not start/);
  },
  120_000,
);
