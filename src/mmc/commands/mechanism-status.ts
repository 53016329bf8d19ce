import { bit, choice, list, optional, struct, u8, u16, u24, unsigned } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** MMC-5 6.11. */
export const ChangerState = { Ready: 0, Loading: 1, Unloading: 2, Initializing: 3 } as const;
/** MMC-5 6.11. */
export const MechanismState = { Idle: 0, PlayingAudio: 1, Scanning: 2, HostActive: 3, NoState: 7 } as const;

const mechanismHeader = struct(8, {
  fault: bit(0, 7),
  changerState: choice(0, [6, 5], ChangerState),
  currentSlot: optional(
    unsigned([
      { byte: 1, high: 2, low: 0 },
      { byte: 0, high: 4, low: 0 },
    ]),
  ),
  mechanismState: choice(1, [7, 5], MechanismState),
  doorOpen: bit(1, 4),
  currentLba: optional(u24(2)),
  slots: optional(u8(5)),
  slotTableLength: u16(6, 'bytes'),
});

/** Tray, mechanism, and in a changer its slots (MMC-5 6.11). */
export const mechanismStatus = defineCommand({
  name: 'MECHANISM STATUS',
  opcode: 0xbd,
  clause: 'MMC-5 6.11',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(12, { allocationLength: optional(u16(8, 'bytes'), 8) }),
  reply: list({
    header: mechanismHeader,
    lengthField: 'slotTableLength',
    uncountedBytes: 8,
    entry: struct(
      4,
      {
        discPresent: bit(0, 7),
        changed: bit(0, 0),
        writeProtectValid: bit(1, 1), // CWP_V
        writeProtected: bit(1, 0), // CWP
      },
      { validIf: { writeProtected: 'writeProtectValid' } },
    ),
  }),
});
