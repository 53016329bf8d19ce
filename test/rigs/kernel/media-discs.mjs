// The discs of the matrix, as discwright wrote them: made on the host, since the guest is ten times slower.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planIsoImage, treeFromFolder } from '../../../build/image/index.js';
import { burnData, formatDisc, openDrive } from '../../../build/index.js';
import { formatUnit } from '../../../build/mmc/index.js';
import { noise } from '../../support/noise-source.mjs';
import { repository } from '../support/served-drive.mjs';

const MATRIX = JSON.parse(readFileSync(join(repository, 'fixtures/media-matrix.json'), 'utf8'));
/** Those that the kernel must read. */
const names = Object.keys(MATRIX.media).filter((name) => MATRIX.media[name].kernelReads === 'yes');
const FILE_BYTES = 200_003;
const FORMAT_LIMIT_MS = 600_000;

async function drained(steps) {
  for await (const _step of steps);
}

async function formatted(drive, how) {
  if (how === 'quick') await drained(formatDisc(drive));
  if (how !== 'without POW') return;
  await drive.execute(formatUnit({}, { immediate: true, blocks: 0, formatType: 0x32, subType: 1 }));
  await drive.whenReady({ activity: 'formatting the disc', limitMs: FORMAT_LIMIT_MS });
}

async function treeOf(folder, name, seed) {
  const source = join(folder, 'source');
  mkdirSync(join(source, 'a folder'), { recursive: true });
  writeFileSync(join(source, 'a folder', name), noise(FILE_BYTES, seed));
  return { tree: await treeFromFolder(source), forget: () => rmSync(source, { recursive: true }) };
}

/**
 * Writes saved discs into a folder: NUMBER.disc, an image with ISO 9660 and UDF 1.02, finalized; and where sessions can be added,
 * NUMBER-sessions.disc with two of them. discs.json says what must be found.
 */
export async function makeMedia(folder) {
  const facts = [];
  for (const [number, name] of names.entries()) {
    const { medium, formatted: how } = MATRIX.discs[name];
    const write = async (path, sessions) => {
      const drive = await openDrive(`sim:${path}?medium=${encodeURIComponent(medium)}`);
      try {
        await formatted(drive, how);
        for (const [index, { file, seed, options, udf }] of sessions.entries()) {
          const { tree, forget } = await treeOf(folder, file, seed);
          const image = ({ nextWritableLba }) =>
            planIsoImage(tree, index === 0 ? { udf } : { startBlock: nextWritableLba });
          await drained(burnData(drive, image, { ...options, verify: 'none' }));
          forget();
        }
      } finally {
        await drive.close();
      }
    };
    const multisession = MATRIX.media[name].append === 'yes';
    const seed = 500 + 3 * number;
    await write(join(folder, `${number}.disc`), [{ file: 'bridge.bin', seed, options: {}, udf: '1.02' }]);
    if (multisession) {
      await write(join(folder, `${number}-sessions.disc`), [
        { file: 'first.bin', seed: seed + 1, options: { ending: 'close-session' } },
        { file: 'second.bin', seed: seed + 2, options: { append: true, ending: 'close-session' } },
      ]);
    }
    facts.push({ name, number, seed, multisession, bytes: FILE_BYTES });
  }
  writeFileSync(join(folder, 'media.json'), JSON.stringify(facts));
}
