import * as z from 'zod';
import { readBufferCapacity } from '../../../mmc/commands/read-buffer-capacity.ts';
import { readCd } from '../../../mmc/commands/read-cd.ts';
import { write10 } from '../../../mmc/commands/write-10.ts';
import { isSense, SenseKey, tryDecodeSense } from '../../../scsi/sense.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import type { Answer } from '../../core.ts';
import { defineHabit } from './define-habit.ts';

interface Blocks {
  readonly startLba: number;
  readonly endLba: number;
}

const saysBufferFull = ({ sense }: Answer): boolean => {
  const decoded = tryDecodeSense(sense);
  return decoded !== undefined && isSense(decoded, SenseKey.NotReady, 0x04, 0x08);
};

/**
 * READ BUFFER CAPACITY, sent before the buffer has been full for the first time, discards its contents: the blocks that
 * it held read as zeros afterwards.
 */
export const losesBuffer = defineHabit({
  schema: z.strictObject({ habit: z.literal('loses-buffer') }),
  answerer: () => {
    let wasFull = false;
    let written: Blocks[] = [];
    const lost: Blocks[] = [];
    return async (call, next) => {
      const { buffer } = call.drive.recorder;
      switch (call.cdb[0]) {
        case write10.spec.opcode: {
          const answer = await next();
          wasFull ||= saysBufferFull(answer);
          if (answer.status === ScsiStatus.Good) {
            const { lba, lengthBlocks } = write10.spec.cdb.decode(call.cdb);
            written.push({ startLba: lba, endLba: lba + lengthBlocks });
          }
          return answer;
        }
        case readBufferCapacity.spec.opcode:
          if (!wasFull && buffer.waitingBytes > 0) {
            lost.push(...written);
            buffer.clear();
          }
          written = [];
          return next();
        case readCd.spec.opcode: {
          const answer = await next();
          return answer.status === ScsiStatus.Good ? withHoles(answer, readCd.spec.cdb.decode(call.cdb), lost) : answer;
        }
        default:
          return next();
      }
    };
  },
});

function withHoles(
  answer: Answer,
  { startLba, lengthBlocks }: { readonly startLba: number; readonly lengthBlocks: number },
  lost: readonly Blocks[],
): Answer {
  if (lost.length === 0 || lengthBlocks === 0) return answer;
  const data = Uint8Array.from(answer.data);
  const blockBytes = data.length / lengthBlocks;
  for (const hole of lost) {
    const first = Math.max(0, hole.startLba - startLba);
    const end = Math.min(lengthBlocks, hole.endLba - startLba);
    if (end > first) data.fill(0, first * blockBytes, end * blockBytes);
  }
  return { ...answer, data };
}
