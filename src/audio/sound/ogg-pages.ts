import { crc } from '../../codec/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { textOf, viewOf } from '../chunk-header.ts';
import { inDigits } from '../conversion.ts';
import { damagedFile } from './damaged.ts';
import { WindowReader } from './window-reader.ts';

/** A page of an Ogg file (RFC 3533 6). */
export interface OggPage {
  readonly positionBytes: number;
  readonly lengthBytes: number;
  /** Whether it begins with the rest of a packet. */
  readonly continued: boolean;
  /** The first and the last page of a logical stream. */
  readonly first: boolean;
  readonly last: boolean;
  /** A position in the sound at the end of the page; -1 if no packet ends on it. */
  readonly granule: number;
  readonly serial: number;
  readonly sequence: number;
  readonly lacing: Uint8Array;
  readonly body: Uint8Array;
}

const HEADER_BYTES = 27;
const CHECKSUM_AT = 22;

const CONTINUED = 0x01;
const FIRST = 0x02;
const LAST = 0x04;

/** RFC 3533 6, field 7. */
const checksum = crc({ widthBits: 32, polynomial: 0x04c1_1db7 });

/** Bytes after the last page that are not Ogg, such as tags, are not a reason to refuse a file. */
const MAX_STRAY_BYTES = 65_536;

/**
 * The pages of a file in order. Each is in memory of its own.
 * @param check compares their checksums: it costs time, and once is enough
 * @throws AudioFormatError for a page that is damaged, or where none begins
 */
export async function* oggPages(source: ByteSource, { check }: { check: boolean }): AsyncGenerator<OggPage> {
  const reader = new WindowReader(source);
  const { path, sizeBytes } = source;
  let ended = false;
  for (let position = 0; position < sizeBytes; ) {
    const header = Uint8Array.from(await reader.at(position, HEADER_BYTES));
    const isPage = header.length === HEADER_BYTES && textOf(header.subarray(0, 4)) === 'OggS' && header[4] === 0;
    if (!isPage) {
      if (ended && sizeBytes - position <= MAX_STRAY_BYTES) return;
      throw damagedFile(path, 'an Ogg file', `no page begins at byte ${inDigits(position)}, where one should`);
    }
    const view = viewOf(header);
    const lacing = Uint8Array.from(await reader.at(position + HEADER_BYTES, header[26] ?? 0));
    const bodyBytes = lacing.reduce((sum, part) => sum + part, 0);
    const lengthBytes = HEADER_BYTES + lacing.length + bodyBytes;
    const whole = Uint8Array.from(await reader.at(position, lengthBytes));
    if (whole.length < lengthBytes) throw damagedFile(path, 'an Ogg file', 'its last page is not whole');
    const declared = view.getUint32(CHECKSUM_AT, true);
    if (check) {
      const blank = Uint8Array.from(whole);
      blank.fill(0, CHECKSUM_AT, CHECKSUM_AT + 4);
      if (checksum(blank) !== declared) {
        throw damagedFile(path, 'an Ogg file', `the checksum of its page at byte ${inDigits(position)} is wrong`);
      }
    }
    const flags = header[5] ?? 0;
    ended = (flags & LAST) !== 0;
    yield {
      positionBytes: position,
      lengthBytes,
      continued: (flags & CONTINUED) !== 0,
      first: (flags & FIRST) !== 0,
      last: ended,
      granule: Number(view.getBigInt64(6, true)),
      serial: view.getUint32(14, true),
      sequence: view.getUint32(18, true),
      lacing,
      body: whole.subarray(HEADER_BYTES + lacing.length),
    };
    position += lengthBytes;
  }
}

/** Packets of sound have a few KiB; those of comments may have pictures. */
const MOST_PACKET_BYTES = 16 * 1024 * 1024;

/** Makes packets of the pages of one logical stream. */
export class PacketAssembler {
  #started: Uint8Array[] = [];
  #startedBytes = 0;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** The packets that end on this page. @throws AudioFormatError for a packet that is too long to be held in memory */
  add({ lacing, body, continued }: OggPage): Uint8Array[] {
    const packets: Uint8Array[] = [];
    if (!continued) this.#forget();
    let start = 0;
    let end = 0;
    for (const part of lacing) {
      end += part;
      // A part of 255 bytes goes on in the next one.
      if (part === 255) continue;
      this.#started.push(body.subarray(start, end));
      packets.push(
        this.#started.length === 1 ? body.subarray(start, end) : Uint8Array.from(Buffer.concat(this.#started)),
      );
      this.#forget();
      start = end;
    }
    if (end > start) this.#started.push(body.subarray(start, end));
    this.#startedBytes += end - start;
    if (this.#startedBytes > MOST_PACKET_BYTES) {
      throw damagedFile(this.#path, 'an Ogg file', 'a packet of it is longer than any encoder makes it');
    }
    return packets;
  }

  #forget(): void {
    this.#started = [];
    this.#startedBytes = 0;
  }
}
