import { FRAMES_PER_SECOND } from '../../cd/geometry.ts';
import { formatMsf, type Msf } from '../../cd/msf.ts';
import {
  bit,
  bits,
  bytes,
  choice,
  formattedBy,
  i32,
  inHex,
  late,
  optional,
  struct,
  u8,
  u16,
  u16Split,
  u32,
} from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** What READ DISC INFORMATION returns (MMC-6 6.21). */
export const DiscInformationType = { Standard: 0, TrackResources: 1, PowResources: 2 } as const;
/** A value of the constant of the same name. */
export type DiscInformationType = (typeof DiscInformationType)[keyof typeof DiscInformationType];

/** MMC-5 6.22. */
export const DiscStatus = { Blank: 0, Appendable: 1, Complete: 2, Other: 3 } as const;
/** A value of the constant of the same name. */
export type DiscStatus = (typeof DiscStatus)[keyof typeof DiscStatus];

/** State of the last session (MMC-5 6.22). */
export const SessionState = { Empty: 0, Incomplete: 1, Damaged: 2, Complete: 3 } as const;
/** A value of the constant of the same name. */
export type SessionState = (typeof SessionState)[keyof typeof SessionState];

/** Of DVD+RW and of MRW discs, which can be used before they are formatted to the end (MMC-5 6.22). */
const BACKGROUND_FORMATS = ['none', 'interrupted', 'in progress', 'complete'];

const addressOfCd = struct(4, { hour: u8(0), minute: u8(1), second: u8(2), frame: u8(3) });
const addressField = struct(4, { address: i32(0) });

/** An address as these two fields hold it for a CD: MSF in the low three bytes. */
export const packedMsf = ({ minute, second, frame }: Msf): number =>
  addressField.decode(addressOfCd.encode({ hour: 0, minute, second, frame })).address;

const NO_MINUTE = 0xff;

/** The address of a CD in such a field; undefined where there is none, or a number as of other media. */
export function msfOfPacked(address: number): Msf | undefined {
  const { hour, minute, second, frame } = addressOfCd.decode(addressField.encode({ address }));
  const isMsf = hour === 0 && minute < 100 && second < 60 && frame < FRAMES_PER_SECOND;
  return isMsf ? { minute, second, frame } : undefined;
}

/** Where a CD has no such address all bytes are FFh, or all but the first; other media have a number. */
function addressInWords(address: number): string {
  const { minute, second, frame } = addressOfCd.decode(addressField.encode({ address }));
  if (minute === NO_MINUTE && second === NO_MINUTE && frame === NO_MINUTE) return 'none';
  const msf = msfOfPacked(address);
  return msf === undefined ? String(address) : formatMsf(msf);
}

/** Standard Disc Information (MMC-5 6.22), without the OPC tables that may follow. */
export const discInformationBlock = struct(
  34,
  {
    dataLength: u16(0, 'bytes'),
    dataType: optional(choice(2, [7, 5], DiscInformationType)),
    erasable: bit(2, 4),
    lastSessionState: choice(2, [3, 2], SessionState),
    discStatus: choice(2, [1, 0], DiscStatus),
    firstTrack: u8(3),
    sessions: u16Split(9, 4),
    firstTrackInLastSession: u16Split(10, 5),
    lastTrackInLastSession: u16Split(11, 6),
    discIdValid: bit(7, 7),
    barCodeValid: bit(7, 6),
    unrestrictedUse: bit(7, 5),
    applicationCodeValid: bit(7, 4),
    dirty: bit(7, 2), // MRW
    backgroundFormat: formattedBy(bits(7, [1, 0]), (state) => `${BACKGROUND_FORMATS[state]} (${state})`),
    discType: inHex(u8(8)), // a SessionFormat, or FFh: undefined
    discId: late(u32(12)),
    lastSessionLeadInStart: late(formattedBy(i32(16), addressInWords)), // FFFFFFFFh where there is none; on CD as MSF in the low three bytes
    lastPossibleLeadOutStart: late(formattedBy(i32(20), addressInWords)),
    barCode: late(bytes(24, 8)),
    applicationCode: late(u8(32)),
    opcTables: late(u8(33)),
  },
  {
    minimumBytes: 12,
    ownLength: { field: 'dataLength', uncountedBytes: 2 },
    validIf: { discId: 'discIdValid', barCode: 'barCodeValid', applicationCode: 'applicationCodeValid' },
  },
);

/** How many more tracks a BD can have (MMC-6 6.21.4). */
export const trackResourcesBlock = struct(12, {
  dataLength: optional(u16(0, 'bytes'), 10),
  dataType: optional(choice(2, [7, 5], DiscInformationType), DiscInformationType.TrackResources),
  mostTracks: u16(4),
  tracks: u16(6),
  mostAppendableTracks: u16(8),
  appendableTracks: u16(10),
});

/** How often blocks of a BD-R with pseudo-overwrite can still be replaced (MMC-6 6.21.5). */
export const powResourcesBlock = struct(16, {
  dataLength: optional(u16(0, 'bytes'), 14),
  dataType: optional(choice(2, [7, 5], DiscInformationType), DiscInformationType.PowResources),
  remainingReplacements: u32(4),
  remainingMapEntries: u32(8),
  remainingUpdates: u32(12),
});

const discInformationCdb = (type: DiscInformationType) =>
  struct(10, {
    dataType: optional(choice(1, [2, 0], DiscInformationType), type),
    allocationLength: u16(7, 'bytes'),
  });

const common = {
  opcode: 0x51,
  clause: 'MMC-5 6.22',
  effect: 'reads',
  timeoutMs: 240_000,
  direction: 'in',
  payload: 'parameters',
} as const;

/** Whether the disc is blank, appendable or complete, and its sessions and tracks (MMC-5 6.22). */
export const readDiscInformation = defineCommand({
  ...common,
  name: 'READ DISC INFORMATION',
  cdb: discInformationCdb(DiscInformationType.Standard),
  reply: discInformationBlock,
});

/** How many tracks the drive can work on at once (MMC-5 6.22, data type 001b). */
export const readTrackResources = defineCommand({
  ...common,
  name: 'READ DISC INFORMATION (track resources)',
  cdb: discInformationCdb(DiscInformationType.TrackResources),
  reply: trackResourcesBlock,
});

/** What is left for Pseudo-Overwrite on a BD-R (MMC-5 6.22, data type 010b). */
export const readPowResources = defineCommand({
  ...common,
  name: 'READ DISC INFORMATION (POW resources)',
  cdb: discInformationCdb(DiscInformationType.PowResources),
  reply: powResourcesBlock,
});
