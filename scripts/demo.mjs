// `npm start`: the complete path on a simulated drive, from WAV files to a verified disc and a BIN/CUE image of it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const cli = join('dist', 'cli', 'main.js');
const audio = join('fixtures', 'audio');
const disc = 'sim:out/demo.disc';

function discwright(...args) {
  console.log(`\n$ discwright ${args.join(' ')}`);
  const { status, error } = spawnSync(process.execPath, [cli, ...args], { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync('out', { recursive: true });
for (const name of readdirSync('out')) {
  if (name.startsWith('demo.')) rmSync(join('out', name), { recursive: true });
}
const files = readdirSync(audio)
  .filter((name) => name.endsWith('.wav'))
  .sort()
  .map((name) => join(audio, name));

discwright('burn', '--device', disc, '--verify', 'full', ...files);
discwright('export', '--device', disc, '--cue', join('out', 'demo.cue'));
discwright('toc', '--device', disc);
