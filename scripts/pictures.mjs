// The README's pictures, made from what the program prints and draws on a simulated drive. The same on every run.
//   node scripts/pictures.mjs            writes docs/pictures; needs `npm run build`
//   node scripts/pictures.mjs --check    only compares them with what is there
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readArguments } from './arguments.mjs';
import { Program } from './pictures/program.mjs';
import { writeSilence, writeZeros } from './pictures/sound.mjs';
import { terminalPicture } from './pictures/terminal-picture.mjs';

const root = resolve(import.meta.dirname, '..');
const {
  options: { check: checking },
} = readArguments({
  usage: 'node scripts/pictures.mjs [--check]',
  what: "Makes the README's pictures, docs/pictures/*.svg, with the program in build/.",
  options: { check: { type: 'boolean', default: false, help: 'write nothing: only fail if a picture has changed' } },
});

const COLUMNS = 108;
/** A page need not be scrolled for it. */
const MAP_WIDTH_PX = 480;
/** The moment that is shown. */
const MID_BURN = /^Track 2\/3 .* total\s+5\d %.* FIFO .* drive buffer .* left$/;

// What a user has set there changes no picture.
for (const name of ['NO_COLOR', 'FORCE_COLOR', 'DISCWRIGHT_DEBUG']) delete process.env[name];
process.env.TERM = 'xterm';

const work = mkdtempSync(join(tmpdir(), 'discwright-pictures-'));
const home = process.cwd();
try {
  process.chdir(work);
  const program = await Program.load((path) => pathToFileURL(join(root, 'build', path)).href, COLUMNS);
  const seconds = { 'one.wav': 184, 'two.wav': 431, 'three.wav': 215 };
  for (const [name, length] of Object.entries(seconds)) writeSilence(name, length);
  const files = Object.keys(seconds);
  const device = ['--device', 'sim:my.disc'];
  const info = ['info', ...device];
  const burn = ['burn', ...device, '--speed', '16', '--appendable', ...files];
  const shown = [
    ...withPrompt(info, (await program.run(info)).at(-1)),
    '',
    ...withPrompt(burn, momentOf(await program.run(burn))),
  ];

  writeZeros('photos.tar', 180_000_000);
  await program.run(['data', ...device, '--append', 'photos.tar']);
  await program.run(['map', ...device, '--svg', 'map.svg']);
  const pictures = {
    'terminal.svg': terminalPicture(shown, COLUMNS, 'discwright in a terminal, in the middle of a burn'),
    'map.svg': atWidth(readFileSync('map.svg', 'utf8'), MAP_WIDTH_PX),
  };
  const folder = join(root, 'docs/pictures');
  if (!checking) mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries(pictures)) {
    const path = join(folder, name);
    const same = existsSync(path) && readFileSync(path, 'utf8') === svg;
    if (!checking) writeFileSync(path, svg);
    else if (!same) process.exitCode = 1;
    if (!same)
      console.log(`docs/pictures/${name}: ${checking ? 'has changed: run `node scripts/pictures.mjs`' : 'written'}`);
  }
} finally {
  process.chdir(home);
  rmSync(work, { recursive: true, force: true });
}

function withPrompt(args, lines) {
  return [`$ discwright ${args.join(' ')}`, ...lines];
}

function momentOf(screens) {
  const moment = screens.find((lines) => MID_BURN.test(lines.at(-1) ?? ''));
  if (moment === undefined) throw new Error(`no line of the burn matches ${MID_BURN}`);
  return moment;
}

/** The same picture, shown smaller. */
function atWidth(svg, widthPx) {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg);
  const heightPx = Math.round((height / width) * widthPx);
  return svg.replace(`width="${width}" height="${height}"`, `width="${widthPx}" height="${heightPx}"`);
}
