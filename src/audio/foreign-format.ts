/** What {@link foreignFormat} says of a data disc; no program finds sound in it. */
export const DATA_IMAGE = 'an image of a data CD';

const MP4 = 'an MP4 file';
const MATROSKA = 'a Matroska or WebM file';
const WINDOWS_MEDIA = 'a Windows Media file';

/** What of the names that {@link foreignFormat} gives has pictures, as a rule. */
export const FILMS: ReadonlySet<string> = new Set([MP4, MATROSKA, WINDOWS_MEDIA, 'an AVI file']);

interface Signature {
  readonly offset: number;
  readonly bytes: string;
  readonly name: string;
}

/** At least four bytes, as Latin-1: too long to match the start of headerless PCM by chance. */
const SIGNATURES: readonly Signature[] = [
  { offset: 0, bytes: 'fLaC', name: 'a FLAC file' },
  { offset: 28, bytes: 'OpusHead', name: 'an Opus file' },
  { offset: 28, bytes: '\x01vorbis', name: 'an Ogg Vorbis file' },
  { offset: 28, bytes: '\x7fFLAC', name: 'an Ogg FLAC file' },
  { offset: 0, bytes: 'OggS', name: 'an Ogg file' },
  { offset: 8, bytes: 'AIFC', name: 'an AIFF-C file' },
  { offset: 8, bytes: 'AIFF', name: 'an AIFF file' },
  { offset: 4, bytes: 'ftypM4A', name: 'an M4A file (AAC or ALAC)' },
  { offset: 4, bytes: 'ftyp', name: MP4 },
  { offset: 0, bytes: 'ID3\x02', name: 'an MP3 file' },
  { offset: 0, bytes: 'ID3\x03', name: 'an MP3 file' },
  { offset: 0, bytes: 'ID3\x04', name: 'an MP3 file' },
  { offset: 0, bytes: 'RIFX', name: 'a big-endian WAV file (RIFX)' },
  { offset: 0, bytes: 'riff\x2e\x91\xcf\x11', name: 'a Sony Wave64 file' },
  { offset: 0, bytes: '\x30\x26\xb2\x75\x8e\x66\xcf\x11', name: WINDOWS_MEDIA },
  { offset: 0, bytes: '\x1a\x45\xdf\xa3', name: MATROSKA },
  { offset: 0, bytes: 'wvpk', name: 'a WavPack file' },
  { offset: 0, bytes: 'MAC ', name: "a Monkey's Audio file" },
  { offset: 0, bytes: 'MPCK', name: 'a Musepack file' },
  { offset: 0, bytes: 'TTA1', name: 'a True Audio file' },
  { offset: 0, bytes: 'caff', name: 'a Core Audio file' },
  { offset: 0, bytes: '.snd', name: 'an AU file' },
  { offset: 0, bytes: 'DSD ', name: 'a DSD file' },
  { offset: 0, bytes: 'FRM8', name: 'a DSDIFF file' },
  { offset: 8, bytes: 'AVI LIST', name: 'an AVI file' },
  { offset: 0, bytes: 'RIFF', name: 'a RIFF file that is not WAVE' },
  { offset: 0, bytes: `\0${'\xff'.repeat(10)}\0`, name: DATA_IMAGE },
];

/** How many bytes at the start of a file {@link foreignFormat} examines. */
export const SIGNATURE_BYTES = 36;

/**
 * MPEG audio has no signature except its frame header: eleven set bits and no reserved values (ISO/IEC 11172-3
 * 2.4.1.3).
 */
function mpegFrame(start: Uint8Array): string | undefined {
  const [sync = 0, second = 0, third = 0] = start;
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return 'an AAC file';
  const reserved =
    (second & 0x18) === 0x08 || (second & 0x06) === 0 || (third & 0xf0) === 0xf0 || (third & 0x0c) === 0x0c;
  return reserved ? undefined : 'an MP3 file';
}

/**
 * Identifies a file by its first bytes, if that is a known format other than RIFF WAVE.
 * @param sure use only signatures that PCM does not match by chance
 */
export function foreignFormat(start: Uint8Array, { sure }: { sure: boolean }): string | undefined {
  const text = Buffer.from(start).toString('latin1');
  const match = SIGNATURES.find(({ offset, bytes }) => text.startsWith(bytes, offset));
  return match?.name ?? (sure ? undefined : mpegFrame(start));
}
