import { basename, extname } from 'node:path';
import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES, isTrackNumber } from '../../cd/geometry.ts';
import { checkedCatalogNumber, checkedIsrc } from '../../image/cue-identifiers.ts';
import { TrackFormats } from '../../write/engine/track-format.ts';
import { SWAPPED } from '../blockwise.ts';
import type { Bytes } from '../bytes.ts';
import { type DocumentFiles, decodeDocument, filesOf, readDocument } from '../document.ts';
import { finishTracks, type TrackDraft, type TrackNotes } from '../finish-tracks.ts';
import { jobOf } from '../job.ts';
import { JobError } from '../job-error.ts';
import type { DiscJob } from '../model.ts';
import type { OpenJobOptions } from '../options.ts';
import { type FilePart, lengthOf, type Piece, zeros } from '../pieces.ts';
import { blockOfTexts } from '../texts/block-of-texts.ts';
import { type Inf, parseInf } from './parse-inf.ts';

/** Names of the audio that belongs to `NAME.inf`, the likeliest first. */
const AUDIO_NAMES = ['.wav', '.cdr', '.raw', '.cdda', '.pcm', '.aiff', '.aifc', '.au'];

interface Described {
  readonly path: string;
  readonly inf: Inf;
  readonly audio: FilePart;
}

/**
 * A job from the `.inf` files of all tracks, in their order. As in `wodim -useinfo`, the pause before a track is at the end of
 * the file of the track before it.
 * @throws JobError, AudioFormatError
 */
export async function openInfs(paths: readonly string[], options: OpenJobOptions): Promise<DiscJob> {
  const warnings: string[] = [];
  const [first = ''] = paths;
  const files = filesOf(first, options, warnings);
  return jobOf(files, async () => {
    const all: Described[] = [];
    for (const path of paths) all.push(await describe(path, files, options, warnings));
    const drafts = draftsOf(all, warnings);
    const tracks = finishTracks(drafts, { path: first, join: true, warnings });
    const catalogueNumber = catalogIn(all, warnings);
    const cdText = blockOfTexts(
      { firstTrack: drafts[0]?.number ?? 1, album: all[0]?.inf.album ?? {}, tracks: all.map(({ inf }) => inf.track) },
      warnings,
    );
    return {
      layout: 'exact',
      catalogueNumber,
      cdText: cdText === undefined ? [] : [cdText],
      tracks,
      warnings,
    };
  });
}

async function describe(
  path: string,
  files: DocumentFiles,
  options: OpenJobOptions,
  warnings: string[],
): Promise<Described> {
  const inf = parseInf(decodeDocument(await readDocument(path), path, options, warnings), path);
  const { name, sound } = await files.oneOf(
    AUDIO_NAMES.map((extension) => withExtension(path, extension)),
    path,
  );
  const bytes = sound ? await files.openSound(name) : await files.openBlocks(name, { onlySound: false });
  const lengthBytes = bytes.lengthBytes - (bytes.lengthBytes % CD_SAMPLE_BYTES);
  noteLength(path, inf, bytes, warnings);
  const cut = inf.bigEndian && !sound ? { cut: SWAPPED } : {};
  return { path, inf, audio: { kind: 'file', bytes, startBytes: 0, lengthBytes, ...cut } };
}

const withExtension = (path: string, extension: string): string =>
  path.slice(0, path.length - extname(path).length) + extension;

function noteLength(path: string, { lengthSamples }: Inf, { name, lengthBytes }: Bytes, warnings: string[]): void {
  const samples = Math.floor(lengthBytes / CD_SAMPLE_BYTES);
  if (lengthSamples === undefined || lengthSamples === samples) return;
  warnings.push(
    `${basename(path)} says that "${name}" has ${lengthSamples} samples, but it has ${samples}: all are written`,
  );
}

/** The end of each file, from its Index0 onward, is the pause before the next track. */
function draftsOf(all: readonly Described[], warnings: string[]): TrackDraft[] {
  const firstNumber = all[0]?.inf.number ?? 1;
  let pause: Piece[] = [];
  return all.map(({ path, inf, audio }, index) => {
    const number = firstNumber + index;
    if (!isTrackNumber(number) || (inf.number ?? number) !== number) {
      throw new JobError({
        path,
        reason: `its track number is ${inf.number}, but it would be track ${number}`,
        remedy: 'Give the .inf files of consecutive tracks, in their order',
      });
    }
    if (index === 0 && number === 1 && (inf.startBlocks ?? 0) > 0) {
      warnings.push(`track 1 began at block ${inf.startBlocks} of its disc: as much silence is written before it`);
      pause = [zeros((inf.startBlocks ?? 0) * AUDIO_BLOCK_BYTES)];
    }
    const before = pause;
    const own = (inf.nextPauseBlocks ?? Number.POSITIVE_INFINITY) * AUDIO_BLOCK_BYTES;
    // The last file has no next track: all of it is its own.
    const cuts = index < all.length - 1 && own < audio.lengthBytes;
    const sound: FilePart = cuts ? { ...audio, lengthBytes: own } : audio;
    pause = cuts ? [{ ...audio, startBytes: own, lengthBytes: audio.lengthBytes - own }] : [];
    const pregapBytes = lengthOf(before);
    return {
      number,
      session: 1,
      name: `track ${number} (${audio.bytes.name})`,
      format: TrackFormats.audio,
      pieces: [...before, sound],
      pregapBytes,
      indexBytes: inf.indexBlocks
        .map((blocks) => pregapBytes + blocks * AUDIO_BLOCK_BYTES)
        .filter((bytes) => bytes < pregapBytes + sound.lengthBytes),
      notes: notesOf(inf, number, warnings),
    };
  });
}

function notesOf({ isrc, preEmphasis, channels, copy }: Inf, number: number, warnings: string[]): TrackNotes {
  const { value, doubt } = isrc === undefined ? {} : checkedIsrc(isrc);
  if (doubt !== undefined) warnings.push(`track ${number}: ${doubt}: ${isrc}`);
  return {
    ...(value === undefined ? {} : { isrc: value }),
    ...(preEmphasis ? { preEmphasis } : {}),
    ...(channels === 4 ? { fourChannel: true } : {}),
    ...(copy === 'yes' ? { copyPermitted: true } : {}),
    ...(copy === 'no' ? { serialCopy: true } : {}),
  };
}

function catalogIn(all: readonly Described[], warnings: string[]): string | undefined {
  const written = all.find(({ inf }) => inf.mcn !== undefined)?.inf.mcn;
  if (written === undefined) return undefined;
  const { value, doubt } = checkedCatalogNumber(written);
  if (doubt !== undefined) warnings.push(`${doubt}: ${written}`);
  return value;
}
