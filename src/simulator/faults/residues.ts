import { write10 } from '../../mmc/commands/write-10.ts';
import type { Answer, Call } from '../core.ts';
import type { Effect } from './effect.ts';

/** The same WRITE(10) with as many blocks as arrived whole; any other command as it is. */
function cutShort(call: Call, lengthBytes: number): Call {
  const { cdb, data, drive } = call;
  if (cdb[0] !== write10.spec.opcode || data.length === 0) return call;
  const { lba } = write10.spec.cdb.decode(cdb);
  const blockBytes = drive.recorder.blockBytes(lba);
  const lengthBlocks = Math.floor(Math.max(0, data.length - lengthBytes) / blockBytes);
  return {
    ...call,
    cdb: write10.spec.cdb.patch(cdb, { lengthBlocks }),
    data: data.subarray(0, lengthBlocks * blockBytes),
  };
}

const asCounted = (answer: Answer, residualBytes: number): Answer => ({ ...answer, residualBytes });

export const residueEffect = (lengthBytes: number): Effect => ({
  async hit(call, next) {
    const answer = await next(cutShort(call, lengthBytes));
    const data = Uint8Array.from(answer.data).fill(0, Math.max(0, answer.data.length - lengthBytes));
    return asCounted({ ...answer, data }, lengthBytes);
  },
});

export const falseResidueEffect = (lengthBytes: number): Effect => ({
  hit: async (_call, next) => asCounted(await next(), lengthBytes),
});
