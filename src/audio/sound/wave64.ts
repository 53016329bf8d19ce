import type { ByteSource, Extent } from '../byte-source.ts';
import { MAX_CHUNKS, viewOf } from '../chunk-header.ts';
import { decodeWavFormat, MAXIMUM_FORMAT_BYTES, MINIMUM_FORMAT_BYTES, type WavFormat } from '../wav-format.ts';
import { damagedFile } from './damaged.ts';

const CONTAINER = 'a Wave64 file';
/** A chunk's GUID and its size, which counts both. */
const HEADER_BYTES = 24;
const FILE_HEADER_BYTES = HEADER_BYTES + 16;
/** The rest of the GUIDs whose first four bytes are a chunk's RIFF name (Sony Pictures, "Sony Wave64 file format"). */
const GUID_TAIL = 'f3acd3118cd100c04f8edb8a';
/** More than any file: the size that a program writes which does not know it yet. */
const PLACEHOLDER = 2 ** 60;

/** Where the audio of a Sony Wave64 file is, and its format. */
export async function locateWave64(source: ByteSource): Promise<{ format: WavFormat; extent: Extent }> {
  const { path, sizeBytes } = source;
  let format: WavFormat | undefined;
  let position = FILE_HEADER_BYTES;
  for (let count = 0; count < MAX_CHUNKS && position + HEADER_BYTES <= sizeBytes; count++) {
    const header = Buffer.from(await source.readAt(position, HEADER_BYTES));
    const name = header.toString('hex', 4, 16) === GUID_TAIL ? header.toString('latin1', 0, 4) : '';
    const declared = Number(viewOf(header).getBigUint64(16, true));
    const startBytes = position + HEADER_BYTES;
    const lengthBytes = declared - HEADER_BYTES;
    if (name === 'fmt ') {
      const bytes = await source.readAt(startBytes, Math.min(Math.max(0, lengthBytes), MAXIMUM_FORMAT_BYTES));
      format = bytes.length < MINIMUM_FORMAT_BYTES ? undefined : decodeWavFormat(bytes);
      if (format === undefined) throw damagedFile(path, CONTAINER, 'its "fmt " chunk is too short');
    }
    if (name === 'data' && format !== undefined) {
      const available = sizeBytes - startBytes;
      const unknown = declared === 0 || lengthBytes === 0 || declared >= PLACEHOLDER;
      if (!unknown && lengthBytes > available) throw damagedFile(path, CONTAINER, 'its end is missing');
      return { format, extent: { startBytes, lengthBytes: unknown ? available : lengthBytes } };
    }
    if (declared < HEADER_BYTES) throw damagedFile(path, CONTAINER, 'one of its chunks has an impossible size');
    position += 8 * Math.ceil(declared / 8);
  }
  throw damagedFile(path, CONTAINER, format === undefined ? 'it has no "fmt " chunk' : 'it has no "data" chunk');
}
