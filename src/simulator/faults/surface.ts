import { CD_SAMPLE_BYTES } from '../../cd/digital-audio.ts';
import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { read10 } from '../../mmc/commands/read-10.ts';
import { read12 } from '../../mmc/commands/read-12.ts';
import { C2_BYTES, C2Selection, readCd, SectorType, SUB_CHANNEL_BYTES } from '../../mmc/commands/read-cd.ts';
import { verify10 } from '../../mmc/commands/verify-10.ts';
import { write10 } from '../../mmc/commands/write-10.ts';
import { write12 } from '../../mmc/commands/write-12.ts';
import { encodeSense, SenseKey } from '../../scsi/sense.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import type { Answer, Call } from '../core.ts';
import { BlockDisc } from '../media/block-disc/block-disc.ts';
import { addressedBlocks } from './addressed-blocks.ts';
import { numberFor } from './chance.ts';
import type { Effect, Next } from './effect.ts';
import type { FaultEffect } from './fault.ts';

/** How a block reads. */
type Quality = 'good' | 'c2' | 'unreadable';
type Surface = (lba: number) => Quality;

const READ_10 = read10.spec.opcode;
const READ_12 = read12.spec.opcode;
const READ_CD = readCd.spec.opcode;
/** What a bad place on the disc makes fail. */
const READS: readonly number[] = [READ_CD, READ_10, READ_12, verify10.spec.opcode];
const WRITES: readonly number[] = [write10.spec.opcode, write12.spec.opcode];

/** How long a drive retries a block before it gives up; an estimate. */
const RETRIES_MS = 2_000;
/** How long it takes to write an ECC block again in a spare area; an estimate. */
const REPLACING_MS = 400;

/** The bytes of a block that error correction could not repair. The drive repeats the sample before them. */
const BAD_FIRST_BYTE = 1_000;
const BAD_BYTES = 32;

export const scratchEffect = ({ fromLba, toLba, kind }: NonNullable<FaultEffect['scratch']>): Effect =>
  surfaceEffect((lba) => (lba >= fromLba && lba <= toLba ? kind : 'good'));

export const wearEffect = ({ seed, c2 = 0, unreadable = 0 }: NonNullable<FaultEffect['wear']>): Effect =>
  surfaceEffect((lba) => {
    const number = numberFor(seed, lba);
    if (number < unreadable) return 'unreadable';
    return number < unreadable + c2 ? 'c2' : 'good';
  });

/** The disc is worse from the first hit onward. */
function surfaceEffect(surface: Surface): Effect {
  const through = (call: Call, next: Next) => readThrough(surface, call, next);
  return { hit: through, miss: (call, next, afterHit) => (afterHit ? through(call, next) : next()) };
}

async function readThrough(surface: Surface, call: Call, next: Next): Promise<Answer> {
  const { cdb, drive } = call;
  const answer = await next();
  if (WRITES.includes(cdb[0] ?? 0)) return answer.status === ScsiStatus.Good ? verified(surface, call, answer) : answer;
  const blocks = READS.includes(cdb[0] ?? 0) ? addressedBlocks(cdb) : undefined;
  if (answer.status !== ScsiStatus.Good || blocks === undefined || blocks.lengthBlocks === 0) return answer;
  const { startLba, lengthBlocks } = blocks;
  const { loadedDisc: disc } = drive;
  const isReplaced = (lba: number) => disc instanceof BlockDisc && disc.isReplaced(lba);
  const qualities = Array.from({ length: lengthBlocks }, (_, index) => {
    const lba = startLba + index;
    return isReplaced(lba) ? 'good' : surface(lba);
  });
  const unreadable = qualities.indexOf('unreadable');
  if (unreadable >= 0) {
    drive.delay(RETRIES_MS);
    // 3/11/05 L-EC uncorrectable error.
    return mediumError(0x11, 0x05, startLba + unreadable);
  }
  if (cdb[0] !== READ_CD || !qualities.includes('c2')) return answer;
  const data = Uint8Array.from(answer.data);
  const blockBytes = data.length / lengthBlocks;
  for (const [index, quality] of qualities.entries()) {
    if (quality === 'c2') spoil(data.subarray(index * blockBytes, (index + 1) * blockBytes), cdb);
  }
  return { ...answer, data };
}

function mediumError(asc: number, ascq: number, information: number): Answer {
  const sense = encodeSense({ key: SenseKey.MediumError, asc, ascq, information });
  return { status: ScsiStatus.CheckCondition, sense, data: new Uint8Array() };
}

/** Where the drive verifies what it writes, bad ECC blocks are replaced, as long as there are spare ones. */
async function verified(surface: Surface, { cdb, drive }: Call, answer: Answer): Promise<Answer> {
  const { disc, verifying } = drive.recorder;
  const blocks = addressedBlocks(cdb);
  if (!(disc instanceof BlockDisc) || !disc.verifiesWrites || !verifying || blocks === undefined) return answer;
  const { eccBlocks } = disc;
  const endLba = blocks.startLba + blocks.lengthBlocks;
  for (let lba = blocks.startLba - (blocks.startLba % eccBlocks); lba < endLba; lba += eccBlocks) {
    const bad = Array.from({ length: eccBlocks }, (_, index) => surface(lba + index)).includes('unreadable');
    if (!bad || disc.isReplaced(lba)) continue;
    drive.delay(REPLACING_MS);
    // 3/32/00 no defect spare location available.
    if (!(await disc.replace(lba))) return mediumError(0x32, 0x00, Math.max(lba, blocks.startLba));
  }
  return answer;
}

/** Makes one block of a READ CD reply look like a bad one. Data blocks are repaired by their own ECC. */
function spoil(block: Uint8Array, cdb: Uint8Array): void {
  const { sectorType, c2, subChannel } = readCd.spec.cdb.decode(cdb);
  const flagsBytes = C2_BYTES[c2] ?? 0;
  const flagsStart = block.length - (SUB_CHANNEL_BYTES[subChannel] ?? 0) - flagsBytes;
  const mayBeAudio = sectorType === SectorType.Audio || sectorType === SectorType.Any;
  if (mayBeAudio && flagsStart === AUDIO_BLOCK_BYTES) {
    const held = block.slice(BAD_FIRST_BYTE - CD_SAMPLE_BYTES, BAD_FIRST_BYTE);
    for (let byte = 0; byte < BAD_BYTES; byte += CD_SAMPLE_BYTES) block.set(held, BAD_FIRST_BYTE + byte);
  }
  if (flagsBytes === 0) return;
  const blockFlagsBytes = flagsBytes === C2_BYTES[C2Selection.FlagsAndBlockFlags] ? 2 : 0;
  // A bit for each byte, after the block's own flags, which say that there is one (MMC-5 table 353).
  if (blockFlagsBytes > 0) block[flagsStart] = 0xff;
  block.fill(
    0xff,
    flagsStart + blockFlagsBytes + BAD_FIRST_BYTE / 8,
    flagsStart + blockFlagsBytes + (BAD_FIRST_BYTE + BAD_BYTES) / 8,
  );
}
