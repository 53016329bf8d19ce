import * as z from 'zod';
import { CD_SAMPLE_BYTES } from '../../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES, PREGAP_BLOCKS } from '../../../cd/geometry.ts';
import { C2_BYTES, readCd, readCdBlockBytes, SectorType, SUB_CHANNEL_BYTES } from '../../../mmc/commands/read-cd.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import type { Answer, Call } from '../../core.ts';
import { randomNumbers } from '../../faults/chance.ts';
import { Disc } from '../../media/disc.ts';
import { isData } from '../../media/stored-blocks.ts';
import { refusal } from './answers.ts';
import { defineHabit } from './define-habit.ts';

const SAMPLES_PER_BLOCK = AUDIO_BLOCK_BYTES / CD_SAMPLE_BYTES;

/** Logical block address out of range. */
const OUT_OF_RANGE = '5/21/00';

interface Range {
  readonly startLba: number;
  readonly endLba: number;
}

/**
 * READ CD returns audio from another place than the one addressed: always, by the drive's own offset, and by chance, as a
 * drive whose stream is not accurate does. What lies outside of a session is silence, as in lead-in and lead-out.
 */
export const readsDisplaced = defineHabit({
  schema: z.strictObject({
    habit: z.literal('reads-displaced'),
    /** How many samples too early the drive begins: lists of drive offsets have it with the same sign. */
    offsetSamples: z.int().optional(),
    jitter: z
      .strictObject({ samples: z.int().min(1), chance: z.number().min(0).max(1), seed: z.int().optional() })
      .optional(),
    /** The first block that can be addressed; below -150 the drive reads into the lead-in. */
    firstLba: z.int().optional(),
    /** How many blocks of a lead-out can be read. */
    leadOutBlocks: z.int().min(0).optional(),
  }),
  answerer: ({ offsetSamples = 0, jitter, firstLba = -PREGAP_BLOCKS, leadOutBlocks = 0 }) => {
    const draw = randomNumbers(jitter?.seed ?? 1);
    const displacement = () => {
      if (jitter === undefined || draw() >= jitter.chance) return -offsetSamples;
      return Math.round((draw() * 2 - 1) * jitter.samples) - offsetSamples;
    };
    const no = refusal(OUT_OF_RANGE);
    return async (call, next) => {
      const disc = call.drive.loadedDisc;
      if (call.cdb[0] !== readCd.spec.opcode || !(disc instanceof Disc)) return next();
      const args = readCd.spec.cdb.decode(call.cdb);
      const wanted = { startLba: args.startLba, endLba: args.startLba + args.lengthBlocks };
      const session = sessionAt(disc, wanted.startLba, leadOutBlocks);
      if (session === undefined || args.lengthBlocks === 0 || !isAudio(disc, wanted, args.sectorType)) return next();
      if (wanted.startLba < firstLba) return no;
      if (wanted.endLba > session.endLba + leadOutBlocks) return next();
      const blockBytes = readCdBlockBytes(args, SectorType.Audio);
      const extra = (C2_BYTES[args.c2] ?? 0) + (SUB_CHANNEL_BYTES[args.subChannel] ?? 0);
      if (blockBytes - extra !== AUDIO_BLOCK_BYTES) return next();
      const samples = displacement();
      const blocks = Math.floor(samples / SAMPLES_PER_BLOCK);
      // One more block, of which the rest of the displacement cuts off the beginning.
      const needed = {
        startLba: Math.min(wanted.startLba, wanted.startLba + blocks),
        endLba: Math.max(wanted.endLba, wanted.endLba + blocks + 1),
      };
      const read = {
        startLba: Math.max(needed.startLba, session.startLba),
        endLba: Math.min(needed.endLba, session.endLba),
      };
      const answer = await next(addressing(call, read));
      if (answer.status !== ScsiStatus.Good) return answer;
      return displaced(answer, { wanted, read, samples, blockBytes });
    };
  },
});

/** The blocks of the session that an address belongs to; the first one begins with its pregap. */
function sessionAt(disc: Disc, lba: number, leadOutBlocks: number): Range | undefined {
  const ends = disc.sessions.map(({ tracks, leadOutLba }) => ({
    startLba: (tracks[0]?.startLba ?? 0) - (tracks[0]?.pregapBlocks ?? PREGAP_BLOCKS),
    endLba: leadOutLba,
  }));
  return ends.find(({ endLba }) => lba < endLba + leadOutBlocks);
}

function isAudio(disc: Disc, { startLba, endLba }: Range, sectorType: number): boolean {
  if (sectorType !== SectorType.Any && sectorType !== SectorType.Audio) return false;
  return disc.tracks.every(({ track }) => {
    const apart = track.startLba >= endLba || track.startLba + track.lengthBlocks <= startLba;
    return apart || !isData(track);
  });
}

function addressing(call: Call, { startLba, endLba }: Range): Call {
  const cdb = readCd.spec.cdb.patch(call.cdb, { startLba, lengthBlocks: Math.max(0, endLba - startLba) });
  return { ...call, cdb };
}

interface Displaced {
  readonly wanted: Range;
  readonly read: Range;
  readonly samples: number;
  readonly blockBytes: number;
}

/** The blocks wanted, out of those read: the main channel moved, the rest of each block as it is there. */
function displaced(answer: Answer, { wanted, read, samples, blockBytes }: Displaced): Answer {
  const lengthBlocks = wanted.endLba - wanted.startLba;
  const count = Math.max(0, read.endLba - read.startLba);
  const main = new Uint8Array(count * AUDIO_BLOCK_BYTES);
  for (let index = 0; index < count; index++) {
    main.set(
      answer.data.subarray(index * blockBytes, index * blockBytes + AUDIO_BLOCK_BYTES),
      index * AUDIO_BLOCK_BYTES,
    );
  }
  const moved = new Uint8Array(lengthBlocks * AUDIO_BLOCK_BYTES);
  const from = (wanted.startLba - read.startLba) * AUDIO_BLOCK_BYTES + samples * CD_SAMPLE_BYTES;
  const part = main.subarray(Math.max(0, from), Math.max(0, from + moved.length));
  moved.set(part, Math.min(moved.length, Math.max(0, -from)));
  const data = new Uint8Array(lengthBlocks * blockBytes);
  for (let index = 0; index < lengthBlocks; index++) {
    const at = (wanted.startLba + index - read.startLba) * blockBytes;
    if (at >= 0) data.set(answer.data.subarray(at, at + blockBytes), index * blockBytes);
    data.set(moved.subarray(index * AUDIO_BLOCK_BYTES, (index + 1) * AUDIO_BLOCK_BYTES), index * blockBytes);
  }
  return { ...answer, data };
}
