import { bit, struct, u24 } from '../../codec/index.ts';
import type { AudioFile } from '../audio-file.ts';
import { damagedFile } from './damaged.ts';
import { oggPages, PacketAssembler } from './ogg-pages.ts';
import type { FlacSpec } from './sound-spec.ts';

const CHUNK_BYTES = 256 * 1024;

const SIGNATURE_BYTES = 4;

/** The header of a metadata block (RFC 9639 8.1). */
const BLOCK_HEADER_BYTES = 4;
const blockHeader = struct(BLOCK_HEADER_BYTES, { last: bit(0, 7), lengthBytes: u24(1) });

/** The first byte of a packet with sound; those before it hold metadata (RFC 9639 10.1). */
const SOUND_PACKET = 0xff;

/** The frames of a FLAC stream as bytes, in order, without its metadata. */
export const flacData = (file: AudioFile, spec: FlacSpec): AsyncGenerator<Uint8Array> =>
  spec.ogg ? oggData(file) : nativeData(file, spec);

async function* nativeData(file: AudioFile, { startBytes }: FlacSpec): AsyncGenerator<Uint8Array> {
  let position = startBytes + SIGNATURE_BYTES;
  for (let ended = false; !ended; ) {
    const bytes = await file.readAt(position, BLOCK_HEADER_BYTES);
    if (bytes.length < BLOCK_HEADER_BYTES) throw damagedFile(file.path, 'a FLAC file', 'it ends within its header');
    const { last, lengthBytes } = blockHeader.decode(bytes);
    position += BLOCK_HEADER_BYTES + lengthBytes;
    ended = last;
  }
  for (; position < file.sizeBytes; position += CHUNK_BYTES) yield await file.readAt(position, CHUNK_BYTES);
}

async function* oggData(file: AudioFile): AsyncGenerator<Uint8Array> {
  const assembler = new PacketAssembler(file.path);
  for await (const page of oggPages(file, { check: false })) {
    for (const packet of assembler.add(page)) if (packet[0] === SOUND_PACKET) yield packet;
  }
}
