import { AudioFormatError } from '../audio-format-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { convertIt } from '../conversion.ts';
import { damagedFile } from './damaged.ts';
import { type OggPage, oggPages, PacketAssembler } from './ogg-pages.ts';

/** One logical stream of a file; a chained file has several, one after the other. */
export interface OggLink {
  readonly startBytes: number;
  readonly endBytes: number;
  /** Its first packet. */
  readonly header: Uint8Array;
  /** The position in the sound at its end; 0 if no page says one. */
  readonly lastGranule: number;
  /** Whether its last page says that it is the last one. */
  readonly ended: boolean;
}

/** What to say of a file whose last page is not marked as such. */
export const endNotes = (links: readonly OggLink[]): readonly string[] =>
  links.at(-1)?.ended === true ? [] : ['Its last page does not say that it is the last one: its end may be missing.'];

/** Follows the packets of a link, where their lengths must be known. */
export interface PacketVisitor {
  page(packets: readonly Uint8Array[], page: OggPage): void;
}

/**
 * Reads all of an Ogg file once: its checksums are compared, and its streams found.
 * @param visit called at the start of each link, if its packets matter
 * @throws AudioFormatError for a file that is damaged, or has several streams at the same time
 */
export async function scanOgg(
  source: ByteSource,
  container: string,
  visit?: (header: Uint8Array) => PacketVisitor,
): Promise<OggLink[]> {
  const { path } = source;
  const links: OggLink[] = [];
  let link: (OggLink & { serial: number; sequence: number }) | undefined;
  let assembler = new PacketAssembler(path);
  let visitor: PacketVisitor | undefined;
  for await (const page of oggPages(source, { check: true })) {
    if (page.first) {
      if (link !== undefined && !link.ended) throw multiplexed(path, container);
      if (link !== undefined) links.push(link);
      assembler = new PacketAssembler(path);
      const [header = new Uint8Array(0)] = assembler.add(page);
      const { positionBytes, serial, sequence } = page;
      link = { startBytes: positionBytes, endBytes: 0, header, lastGranule: 0, serial, sequence, ended: false };
      visitor = visit?.(header);
    } else if (link === undefined || page.serial !== link.serial) {
      throw multiplexed(path, container);
    } else {
      if (page.sequence !== link.sequence + 1) throw damagedFile(path, container, 'a page of it is missing');
      visitor?.page(assembler.add(page), page);
    }
    const endBytes = page.positionBytes + page.lengthBytes;
    const lastGranule = page.granule > 0 ? page.granule : link.lastGranule;
    link = { ...link, endBytes, lastGranule, sequence: page.sequence, ended: page.last };
  }
  if (link === undefined) throw damagedFile(path, container, 'it has no pages');
  links.push(link);
  return links;
}

const multiplexed = (path: string, container: string): AudioFormatError =>
  new AudioFormatError({
    path,
    found: `${container} with several streams at the same time, such as a video`,
    remedy: convertIt(path),
  });
