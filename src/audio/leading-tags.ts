import type { ByteSource } from './byte-source.ts';

/** More tags than any program puts in front of a file. */
const MAX_TAGS = 8;
const TAG_HEADER_BYTES = 10;

/**
 * How many bytes of ID3v2 tags are in front of a file (id3.org, ID3v2.4.0 3.1 and 3.4: four bytes of seven bits have the
 * length).
 */
export async function tagBytes(file: ByteSource): Promise<number> {
  let bytes = 0;
  for (let count = 0; count < MAX_TAGS; count++) {
    const header = await file.readAt(bytes, TAG_HEADER_BYTES);
    const [major = 0, , flags = 0, ...length] = header.subarray(3);
    const isTag = header.length === TAG_HEADER_BYTES && Buffer.from(header).toString('latin1', 0, 3) === 'ID3';
    if (!isTag || major < 2 || major > 4 || length.some((part) => part > 0x7f)) break;
    const hasFooter = (flags & 0x10) !== 0;
    bytes += length.reduce((sum, part) => sum * 0x80 + part, 0) + TAG_HEADER_BYTES * (hasFooter ? 2 : 1);
  }
  return bytes;
}

/** The same file without its first bytes. */
export const withoutStart = (file: ByteSource, startBytes: number): ByteSource => ({
  path: file.path,
  sizeBytes: Math.max(0, file.sizeBytes - startBytes),
  readAt: (position, length) => file.readAt(startBytes + position, length),
});
