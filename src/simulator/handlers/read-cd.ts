import { C2Selection, readCd, readCdBlockBytes, SectorType, SubChannelSelection } from '../../mmc/commands/read-cd.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { CheckCondition, illegalRequest, invalidCdbField } from '../check-condition.ts';
import { type Area, areaAt } from '../medium/areas.ts';
import { FORMATTED_Q_BYTES, formattedQ } from '../medium/q-channel.ts';
import { blocksToMs } from '../speeds.ts';
import { handle, type TypedCall } from './handler.ts';

const AUDIO_SECTOR_TYPES: readonly number[] = [SectorType.Any, SectorType.Audio];
const SUB_CHANNELS: readonly number[] = [SubChannelSelection.None, SubChannelSelection.Q];

type Arguments = TypedCall<typeof readCd.spec.cdb.fields>['args'];

/** Reads audio. C2 flags are zero, a simulated disc having no scratches; of the sub-channels there is Q. */
export const readCdHandler = handle(readCd, 'medium', async ({ burner, args }) => {
  const { startLba, lengthBlocks, subChannel, c2 } = args;
  if (!SUB_CHANNELS.includes(subChannel)) throw invalidCdbField(readCd, 'subChannel');
  if (c2 > C2Selection.FlagsAndBlockFlags) throw invalidCdbField(readCd, 'c2');
  const blockBytes = readCdBlockBytes(args, SectorType.Audio);
  const reply = new Uint8Array(lengthBlocks * blockBytes);
  for (let lba = startLba; lba < startLba + lengthBlocks; ) {
    const area = areaAt(burner.disc, lba);
    requireReadable(area, args.sectorType, lba);
    const wanted = Math.min(area.endLba, startLba + lengthBlocks) - lba;
    const stored = area.kind === 'track' && args.userData ? await burner.disc.read(lba, wanted) : undefined;
    const count = stored === undefined ? wanted : stored.length / area.track.blockBytes;
    place(reply, (lba - startLba) * blockBytes, { lba, count, stored, area, blockBytes, args });
    lba += count;
  }
  burner.delay(blocksToMs(lengthBlocks, burner.speeds.read));
  return reply;
});

type Readable = Extract<Area, { track: unknown }>;

function requireReadable(area: Area, sectorType: number, lba: number): asserts area is Readable {
  switch (area.kind) {
    case 'track':
    case 'pregap':
    case 'run-out':
      // 5/64/00 illegal mode for this track.
      if (!AUDIO_SECTOR_TYPES.includes(sectorType)) throw illegalRequest(0x64, 0x00);
      return;
    case 'session-gap':
      // 3/11/05 L-EC uncorrectable error, as drives answer where no block can be made out.
      throw new CheckCondition(SenseKey.MediumError, 0x11, 0x05, { information: lba });
    case 'unwritten':
      // 8/00/00 blank check.
      throw new CheckCondition(SenseKey.BlankCheck, 0x00, 0x00, { information: lba });
    case 'outside':
      // 5/21/00 logical block address out of range.
      throw illegalRequest(0x21, 0x00);
  }
}

interface ReadBlocks {
  readonly lba: number;
  readonly count: number;
  /** Undefined for silence that the drive made. */
  readonly stored: Uint8Array | undefined;
  readonly area: Readable;
  readonly blockBytes: number;
  readonly args: Arguments;
}

function place(reply: Uint8Array, position: number, blocks: ReadBlocks): void {
  const { lba, count, stored, area, blockBytes, args } = blocks;
  const storedBytes = area.track.blockBytes;
  if (stored !== undefined && blockBytes === storedBytes) {
    reply.set(stored, position);
    return;
  }
  for (let index = 0; index < count; index++) {
    const start = position + index * blockBytes;
    if (stored !== undefined) reply.set(stored.subarray(index * storedBytes, (index + 1) * storedBytes), start);
    if (args.subChannel === SubChannelSelection.Q) {
      reply.set(formattedQ(area.track, lba + index), start + blockBytes - FORMATTED_Q_BYTES);
    }
  }
}
