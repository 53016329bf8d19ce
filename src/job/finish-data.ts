import { FORM2_BLOCK_BYTES, SUB_HEADER_BYTES, USER_DATA_BYTES } from '../cd/geometry.ts';
import { isForm2 } from '../cd/sector.ts';
import { isAudio, TrackFormats } from '../write/engine/track-format.ts';
import { type Cut, cutReader } from './blockwise.ts';
import { placeProblemOf } from './iso-place.ts';
import type { JobTrack } from './model.ts';

/** Blocks of 2,332 bytes that are read at a time. */
const BATCH_BLOCKS = 112;
/** Sub-headers of data in blocks of 2,048 bytes, and of a pause, which has none: file, channel, sub-mode and coding. */
const PLAIN = [
  [0, 0, 0x08, 0],
  [0, 0, 0, 0],
] as const;

const USER_DATA: Cut = { unitBytes: FORM2_BLOCK_BYTES, fromByte: SUB_HEADER_BYTES, keptBytes: USER_DATA_BYTES };

/**
 * Data tracks as they are best written: blocks of CD-ROM XA that are all of form 1 as their 2,048 bytes of user data, which more
 * drives write than blocks of both forms, and which can be compared afterwards. File systems say where they must be.
 */
export async function finishData(tracks: readonly JobTrack[], warnings: string[]): Promise<JobTrack[]> {
  const finished: JobTrack[] = [];
  for (const track of tracks) finished.push(await finish(track, warnings));
  return finished;
}

async function finish(given: JobTrack, warnings: string[]): Promise<JobTrack> {
  if (given.format === undefined || isAudio(given.format)) return given;
  const track = given.format === TrackFormats.mode2Mixed ? await asForm1(given, warnings) : given;
  const { blockBytes } = track.format ?? TrackFormats.mode1;
  const placeProblem = await placeProblemOf({ ...track, blockBytes, lengthBlocks: blocksOf(track, blockBytes) });
  return placeProblem === undefined ? track : { ...track, placeProblem };
}

const blocksOf = ({ lengthBytes }: JobTrack, blockBytes: number): number => Math.ceil(lengthBytes / blockBytes);

async function asForm1(track: JobTrack, warnings: string[]): Promise<JobTrack> {
  const { form2, marked } = await subHeadersOf(track);
  if (form2) return track;
  if (marked)
    warnings.push(
      `track ${track.number}: the marks in the sub-headers of its blocks (file and channel numbers, ends of files) are not written`,
    );
  return {
    ...track,
    format: TrackFormats.mode2Form1,
    lengthBytes: blocksOf(track, FORM2_BLOCK_BYTES) * USER_DATA_BYTES,
    openReader: async () => cutReader(await track.openReader(), USER_DATA),
  };
}

/** Whether any block is of form 2, and whether any sub-header has more than a drive makes itself. */
async function subHeadersOf(track: JobTrack): Promise<{ readonly form2: boolean; readonly marked: boolean }> {
  const batch = Buffer.alloc(BATCH_BLOCKS * FORM2_BLOCK_BYTES);
  const reader = await track.openReader();
  let marked = false;
  try {
    for (;;) {
      const count = await reader.read(batch);
      for (let at = 0; at + SUB_HEADER_BYTES <= count; at += FORM2_BLOCK_BYTES) {
        const subHeader = batch.subarray(at, at + SUB_HEADER_BYTES);
        if (isForm2(subHeader)) return { form2: true, marked };
        marked ||= !PLAIN.some((plain) => plain.every((byte, index) => subHeader[index] === byte));
      }
      if (count < batch.length) return { form2: false, marked };
    }
  } finally {
    await reader.close();
  }
}
