import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { discwrightScript } from '../../test/rigs/support/served-drive.mjs';
import { costOf, inTurns } from '../support/cost.mjs';
import { printTable, ratio, seconds } from '../support/table.mjs';

const FILES = 100_000;
/** The most that genisoimage can: it does not divide files into sections. */
const LARGE_BYTES = 2 ** 32 - 2 ** 20;

function makeMany(folder) {
  for (let index = 0; index < FILES; index++) {
    const own = join(folder, `folder ${Math.floor(index / 1_000)}`);
    if (index % 1_000 === 0) mkdirSync(own, { recursive: true });
    writeFileSync(join(own, `a file with number ${index}.txt`), 'x'.repeat(index % 4_000));
  }
}

function makeLarge(folder) {
  mkdirSync(folder);
  const file = openSync(join(folder, 'large'), 'w');
  writeSync(file, 'end', LARGE_BYTES - 3);
  ftruncateSync(file, LARGE_BYTES);
  closeSync(file);
}

/** Making ISO 9660 images with Rock Ridge and Joliet, next to genisoimage and xorriso, and with UDF too, next to genisoimage. */
export async function imaging({ folder, rounds }) {
  const image = join(folder, 'image.iso');
  const own = (source, ...options) => [
    ...[process.execPath, discwrightScript, 'iso', 'create', source, ...options, '--overwrite', '-o', image],
  ];
  const genisoimage = (source, ...options) => [
    ...['genisoimage', '-quiet', '-iso-level', '3', '-R', '-J', ...options, '-o', image, source],
  ];
  const groups = [
    {
      discwright: (source) => own(source),
      genisoimage: (source) => genisoimage(source),
      xorriso: (source) => ['xorriso', '-as', 'mkisofs', '-quiet', '-iso-level', '3', '-R', '-J', '-o', image, source],
    },
    {
      'discwright --udf': (source) => own(source, '--udf'),
      'discwright --udf-only': (source) => own(source, '--udf-only'),
      'genisoimage -udf': (source) => genisoimage(source, '-udf'),
    },
  ];
  const rows = [];
  for (const [what, make] of [
    ['100,000 files', makeMany],
    ['one file of 4 GiB less 1 MiB', makeLarge],
  ]) {
    const source = join(folder, 'source');
    make(source);
    for (const programs of groups) {
      const subjects = Object.fromEntries(
        Object.entries(programs).map(([name, commandOf]) => [
          name,
          () => {
            rmSync(image, { force: true });
            return costOf(folder, commandOf(source));
          },
        ]),
      );
      const costs = await inTurns(subjects, rounds);
      const others = Object.entries(costs).filter(([name]) => !name.startsWith('discwright'));
      const faster = Math.min(...others.map(([, { wall }]) => wall));
      for (const [name, { wall, cpu, peakMiB }] of Object.entries(costs))
        rows.push([`${what}, ${name}`, seconds(cpu), seconds(wall), ratio(wall / faster), Math.round(peakMiB)]);
    }
    rmSync(source, { recursive: true });
    rmSync(image, { force: true });
  }
  printTable([['making an image', 'CPU s', 'wall s', '/ the fastest of the others', 'peak MiB'], ...rows]);
}
