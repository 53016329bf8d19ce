import { bit, choice, i32, optional, rawBytes, struct, u24 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** What kind of blocks READ CD is to find; another kind is an error 5/64/00 (MMC-5 6.20). */
export const SectorType = { Any: 0, Audio: 1, Mode1: 2, Mode2: 3, Mode2Form1: 4, Mode2Form2: 5 } as const;
export type SectorType = (typeof SectorType)[keyof typeof SectorType];

/** Which headers of a data block are sent (MMC-5 6.20). */
export const HeaderSelection = { None: 0, Header: 1, SubHeader: 2, Both: 3 } as const;
/** C2 error flags, a bit for each of the 2,352 bytes, behind the main channel (MMC-5 6.20). */
export const C2Selection = { None: 0, Flags: 1, FlagsAndBlockFlags: 2 } as const;
/** Sub-channel data behind main channel and C2 (MMC-5 6.20). */
export const SubChannelSelection = { None: 0, Raw: 1, Q: 2, RToW: 4 } as const;

const readCdCdb = struct(12, {
  sectorType: choice(1, [4, 2], SectorType),
  digitalAudioPlay: bit(1, 1), // DAP: interpolate errors instead of reporting them
  startLba: i32(2),
  lengthBlocks: u24(6, 'blocks'),
  sync: bit(9, 7),
  headers: optional(choice(9, [6, 5], HeaderSelection)),
  userData: bit(9, 4),
  edcAndEcc: bit(9, 3),
  c2: optional(choice(9, [2, 1], C2Selection)),
  subChannel: optional(choice(10, [2, 0], SubChannelSelection)),
});

/** What of each block READ CD sends. */
export interface ReadCdSelection {
  readonly sync?: boolean;
  readonly headers?: number;
  readonly userData?: boolean;
  readonly edcAndEcc?: boolean;
  readonly c2?: number;
  readonly subChannel?: number;
}

/** Everything of the main channel, 2,352 bytes a block of whatever kind. As cdparanoia asks for audio. */
export const WHOLE_MAIN_CHANNEL = { sync: true, headers: 3, userData: true, edcAndEcc: true } as const;

/** Bytes of each part of a block. The 4 EDC bytes of a Form 2 block count as user data. */
const PARTS = {
  [SectorType.Mode1]: { header: 4, subHeader: 0, userData: 2048, edcAndEcc: 288 },
  [SectorType.Mode2]: { header: 4, subHeader: 0, userData: 2336, edcAndEcc: 0 },
  [SectorType.Mode2Form1]: { header: 4, subHeader: 8, userData: 2048, edcAndEcc: 280 },
  [SectorType.Mode2Form2]: { header: 4, subHeader: 8, userData: 2328, edcAndEcc: 0 },
} as const;

function mainChannelBytes(selection: ReadCdSelection, sectorType: Exclude<SectorType, 0>): number {
  if (sectorType === SectorType.Audio) return selection.userData ? 2352 : 0;
  const part = PARTS[sectorType];
  const headers = selection.headers ?? HeaderSelection.None;
  return (
    (selection.sync ? 12 : 0) +
    (headers === HeaderSelection.Header || headers === HeaderSelection.Both ? part.header : 0) +
    (headers === HeaderSelection.SubHeader || headers === HeaderSelection.Both ? part.subHeader : 0) +
    (selection.userData ? part.userData : 0) +
    (selection.edcAndEcc ? part.edcAndEcc : 0)
  );
}

/**
 * Bytes of one block as READ CD sends it (MMC-5 6.20).
 * @param sectorType what the block is; for {@link SectorType.Any} the most that any kind would give
 */
export function readCdBlockBytes(selection: ReadCdSelection, sectorType: number = SectorType.Any): number {
  const known = [SectorType.Audio, SectorType.Mode1, SectorType.Mode2, SectorType.Mode2Form1, SectorType.Mode2Form2];
  const candidates = known.filter((kind) => kind === sectorType);
  const main = Math.max(
    ...(candidates.length === 0 ? known : candidates).map((kind) => mainChannelBytes(selection, kind)),
  );
  const c2 = [0, 294, 296][selection.c2 ?? 0] ?? 0;
  const subChannel = [0, 96, 16, 0, 96][selection.subChannel ?? 0] ?? 0;
  return main + c2 + subChannel;
}

/** Reads blocks with chosen parts of main channel and sub-channel (MMC-5 6.20). The reply is blocks, one behind the other. */
export const readCd = defineCommand({
  name: 'READ CD',
  opcode: 0xbe,
  clause: 'MMC-5 6.20',
  effect: 'reads',
  timeoutMs: 60_000, // a drive retries long on a scratch
  direction: 'in',
  payload: 'blocks',
  cdb: readCdCdb,
  reply: rawBytes,
  replyBytes: (args) => args.lengthBlocks * readCdBlockBytes(args, args.sectorType),
});
