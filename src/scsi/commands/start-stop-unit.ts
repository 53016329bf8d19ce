import { bit, bits, choice, optional, struct } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** MMC-5 6.40. */
export const PowerCondition = { NoChange: 0, Active: 1, Idle: 2, Standby: 3, Sleep: 5 } as const;
/** A value of the constant of the same name. */
export type PowerCondition = (typeof PowerCondition)[keyof typeof PowerCondition];

/**
 * Spins the disc up or down, and loads or ejects it (MMC-5 6.40): `start` alone spins up, neither spins down;
 * `loadEject` with `start` loads, `loadEject` alone ejects.
 */
export const startStopUnit = defineCommand({
  name: 'START STOP UNIT',
  opcode: 0x1b,
  clause: 'MMC-5 6.40',
  effect: 'reads',
  timeoutMs: 300_000, // time to close the tray and examine the disc
  cdb: struct(6, {
    immediate: bit(1, 0),
    layer: optional(bits(3, [1, 0])), // with formatLayer: hybrid discs only
    powerCondition: optional(choice(4, [7, 4], PowerCondition)), // anything but 0 makes the drive ignore the rest
    formatLayer: bit(4, 2),
    loadEject: bit(4, 1),
    start: bit(4, 0),
  }),
});
