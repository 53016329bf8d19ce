import type { ByteSource } from '../byte-source.ts';
import { textOf } from '../chunk-header.ts';
import { damagedFile } from './damaged.ts';
import { decodeStreamInfo } from './flac-header.ts';
import { scanOgg } from './ogg-scan.ts';
import type { FlacSpec } from './sound-spec.ts';

const CONTAINER = 'an Ogg FLAC file';
/** The first packet: a signature, versions, a count, `fLaC` and STREAMINFO (RFC 9639 10.1). */
const NATIVE_AT = 9;

export async function findOggFlac(source: ByteSource): Promise<{ spec: FlacSpec }> {
  const { path } = source;
  const [link, ...more] = await scanOgg(source, CONTAINER);
  const first = link?.header ?? new Uint8Array(0);
  if (link === undefined || textOf(first.subarray(NATIVE_AT, NATIVE_AT + 4)) !== 'fLaC') {
    throw damagedFile(path, CONTAINER, 'it has no header');
  }
  if (more.length > 0)
    throw damagedFile(path, CONTAINER, 'it is several streams joined together, which is not read here');
  const { format, frames, md5 } = decodeStreamInfo(path, CONTAINER, first.subarray(NATIVE_AT + 4));
  return {
    spec: { codec: 'flac', format, frames: frames ?? (link.lastGranule || undefined), md5, startBytes: 0, ogg: true },
  };
}
