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

/** Whether a file of any name has packs: by its length, and by the right checksum of one of them. */
export function isPackFile(bytes: Uint8Array): boolean {
  const bounds = boundsOf(bytes);
  return bounds !== undefined && packsBetween(bytes, bounds).some(isPackIntact);
}

interface Bounds {
  readonly start: number;
  readonly end: number;
}

/** Where the packs of a file are; undefined if they cannot be whole. */
function boundsOf(bytes: Uint8Array): Bounds | undefined {
  const rest = bytes.length % PACK_BYTES;
  const trailing = rest === 1 || rest === HEADER_BYTES + 1 ? 1 : 0;
  const start = rest - trailing;
  const whole = (start === 0 || start === HEADER_BYTES) && (trailing === 0 || bytes.at(-1) === 0);
  return whole ? { start, end: bytes.length - trailing } : undefined;
}

const packsBetween = (bytes: Uint8Array, { start, end }: Bounds) =>
  Array.from({ length: (end - start) / PACK_BYTES }, (_, index) =>
    cdTextPack.decode(bytes.subarray(start + index * PACK_BYTES, start + (index + 1) * PACK_BYTES)),
  );

function packsIn(bytes: Uint8Array, path: string) {
  const bounds = boundsOf(bytes);
  if (bounds === undefined) throw notPacks(path, `${bytes.length} bytes are not packs of ${PACK_BYTES}`);
  const { start, end } = bounds;
  if (start > 0 && lengthIn(bytes) !== end - start + 2) throw notPacks(path, 'the length in its header is wrong');
  return packsBetween(bytes, bounds);
}

const lengthIn = (bytes: Uint8Array): number => Buffer.from(bytes).readUInt16BE(0);

const notPacks = (path: string, found: string): JobError =>
  new JobError({
    path,
    reason: `not a file of CD-TEXT packs: ${found}`,
    remedy: 'Use the file that a program wrote for this disc, or leave it out',
  });
