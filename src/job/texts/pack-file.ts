import { basename } from 'node:path';
import { type CdTextBlock, cdTextPack, decodeCdText, isPackIntact, PackType } from '../../cd/cd-text/index.ts';
import { readDocument } from '../document.ts';
import { JobError } from '../job-error.ts';

const HEADER_BYTES = 4;
const PACK_BYTES = cdTextPack.lengthBytes;

/** Types whose contents a disc gets anew, or that have none here. */
const NOT_KEPT: ReadonlyMap<number, string> = new Map<number, string>([
  [PackType.TocInfo, 'the table of contents (88h)'],
  [PackType.TocInfo2, 'the second table of contents (89h)'],
]);

/** The CD-TEXT in a file of packs. @throws JobError */
export async function openCdTextFile(path: string, warnings: string[]): Promise<readonly CdTextBlock[]> {
  return parseCdTextFile(await readDocument(path), path, warnings);
}

/**
 * Reads a file of CD-TEXT packs (`.cdt`): packs of 18 bytes, or none, with or without the header of four bytes that READ
 * CD-TEXT puts before them (MMC-5 6.26), and with or without the zero byte that Sony's programs put after them.
 * @param warnings gets what is damaged or not kept
 * @throws JobError for anything else
 */
export function parseCdTextFile(bytes: Uint8Array, path: string, warnings: string[]): readonly CdTextBlock[] {
  const packs = packsIn(bytes, path);
  const name = basename(path);
  const foreign = packs.find(({ packType }) => packType < PackType.Title || packType > PackType.SizeInfo);
  if (foreign !== undefined) throw notPacks(path, `pack type ${foreign.packType.toString(16)}h`);
  const intact = packs.filter(isPackIntact);
  if (packs.length > 0 && intact.length === 0) throw notPacks(path, 'no pack has a right checksum');
  if (intact.length < packs.length) {
    warnings.push(`${name}: ${packs.length - intact.length} packs have wrong checksums, and are left out`);
  }
  for (const [type, what] of NOT_KEPT) {
    if (intact.some(({ packType }) => packType === type)) warnings.push(`${name}: ${what} in it is not written`);
  }
  return decodeCdText(intact).blocks;
}

function packsIn(bytes: Uint8Array, path: string) {
  const rest = bytes.length % PACK_BYTES;
  const trailing = rest === 1 || rest === HEADER_BYTES + 1 ? 1 : 0;
  const header = rest - trailing;
  const whole = (header === 0 || header === HEADER_BYTES) && (trailing === 0 || bytes.at(-1) === 0);
  if (!whole) throw notPacks(path, `${bytes.length} bytes are not packs of ${PACK_BYTES}`);
  const packs = bytes.subarray(header, bytes.length - trailing);
  if (header > 0 && lengthIn(bytes) !== packs.length + 2) throw notPacks(path, 'the length in its header is wrong');
  return Array.from({ length: packs.length / PACK_BYTES }, (_, index) =>
    cdTextPack.decode(packs.subarray(index * PACK_BYTES, (index + 1) * PACK_BYTES)),
  );
}

const lengthIn = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt16BE(0);

const notPacks = (path: string, found: string): JobError =>
  new JobError({
    path,
    reason: `not a file of CD-TEXT packs: ${found}`,
    remedy: 'Use the file that a program wrote for this disc, or leave it out',
  });
