import { FORMATTED_Q_BYTES, RAW_SUB_CHANNEL_BYTES, SECTOR_BYTES } from '../../cd/geometry.ts';
import { type KnownSectorType, SECTOR_PARTS, type SectorParts, SectorType } from '../../cd/sector.ts';
import { bit, choice, i32, optional, rawBytes, struct, u24 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';
import { halvesOf } from '../../scsi/halves.ts';

export { type SectorParts, SectorType };

/** Which headers of a data block are sent (MMC-5 6.20). */
export const HeaderSelection = { None: 0, Header: 1, SubHeader: 2, Both: 3 } as const;
/** C2 error flags, a bit for each of the 2,352 bytes, after the main channel (MMC-5 6.20). */
export const C2Selection = { None: 0, Flags: 1, FlagsAndBlockFlags: 2 } as const;
/** Sub-channel data after main channel and C2 (MMC-5 6.20). */
export const SubChannelSelection = { None: 0, Raw: 1, Q: 2, RToW: 4 } as const;

const readCdCdb = struct(12, {
  sectorType: choice(1, [4, 2], SectorType), // another kind is an error 5/64/00
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

/** Which parts of each block READ CD sends. */
export interface ReadCdSelection {
  readonly sync?: boolean;
  readonly headers?: number;
  readonly userData?: boolean;
  readonly edcAndEcc?: boolean;
  readonly c2?: number;
  readonly subChannel?: number;
}

/** The whole main channel, 2,352 bytes of a block of any kind. cdparanoia requests audio this way. */
export const WHOLE_MAIN_CHANNEL = {
  sync: true,
  headers: HeaderSelection.Both,
  userData: true,
  edcAndEcc: true,
} as const;

const KNOWN_TYPES: readonly KnownSectorType[] = [
  SectorType.Audio,
  SectorType.Mode1,
  SectorType.Mode2,
  SectorType.Mode2Form1,
  SectorType.Mode2Form2,
];

/** Bytes of the C2 error flags, a bit per byte; the block flags add two, which say whether there is any (MMC-5 table 353). */
export const C2_BYTES: Readonly<Record<number, number>> = {
  [C2Selection.None]: 0,
  [C2Selection.Flags]: SECTOR_BYTES / 8,
  [C2Selection.FlagsAndBlockFlags]: SECTOR_BYTES / 8 + 2,
};

/** Bytes of the sub-channel data that follow each block (MMC-5 6.20). */
export const SUB_CHANNEL_BYTES: Readonly<Record<number, number>> = {
  [SubChannelSelection.None]: 0,
  [SubChannelSelection.Raw]: RAW_SUB_CHANNEL_BYTES,
  [SubChannelSelection.Q]: FORMATTED_Q_BYTES,
  [SubChannelSelection.RToW]: RAW_SUB_CHANNEL_BYTES,
};

/** The parts of a sector that a selection asks for. */
export const selectedParts = (selection: ReadCdSelection): Readonly<Record<keyof SectorParts, boolean>> => {
  const { sync = false, headers = HeaderSelection.None, userData = false, edcAndEcc = false } = selection;
  const both = headers === HeaderSelection.Both;
  return {
    sync,
    header: both || headers === HeaderSelection.Header,
    subHeader: both || headers === HeaderSelection.SubHeader,
    userData,
    edcAndEcc,
  };
};

function mainChannelBytes(selection: ReadCdSelection, sectorType: KnownSectorType): number {
  const { sync, header, subHeader, userData, edcAndEcc } = selectedParts(selection);
  const parts: SectorParts = SECTOR_PARTS[sectorType];
  return (
    (sync ? parts.sync : 0) +
    (header ? parts.header : 0) +
    (subHeader ? parts.subHeader : 0) +
    (userData ? parts.userData : 0) +
    (edcAndEcc ? parts.edcAndEcc : 0)
  );
}

/**
 * Bytes of one block as READ CD sends it (MMC-5 6.20).
 * @param sectorType what the block is; for {@link SectorType.Any} the most that any kind would have
 */
export function readCdBlockBytes(selection: ReadCdSelection, sectorType: number = SectorType.Any): number {
  const candidates = KNOWN_TYPES.filter((kind) => kind === sectorType);
  const main = Math.max(
    ...(candidates.length === 0 ? KNOWN_TYPES : candidates).map((kind) => mainChannelBytes(selection, kind)),
  );
  return main + (C2_BYTES[selection.c2 ?? 0] ?? 0) + (SUB_CHANNEL_BYTES[selection.subChannel ?? 0] ?? 0);
}

/** Whether every block that can be sent for this selection has the same length. */
function hasOneLength({ sectorType, ...selection }: ReadCdSelection & { readonly sectorType: number }): boolean {
  if (sectorType !== SectorType.Any) return true;
  return new Set(KNOWN_TYPES.map((kind) => mainChannelBytes(selection, kind))).size === 1;
}

/** Reads blocks with chosen parts of main channel and sub-channel (MMC-5 6.20). The reply is blocks, one after the other. */
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
  halves: ({ startLba, lengthBlocks, ...rest }) =>
    hasOneLength(rest)
      ? halvesOf(lengthBlocks).map(({ offset, length }) => ({
          ...rest,
          startLba: startLba + offset,
          lengthBlocks: length,
        }))
      : undefined,
  replyBytes: (args) => args.lengthBlocks * readCdBlockBytes(args, args.sectorType),
});
