/**
 * `discwright/mmc`: every SCSI and MMC command, mode page, feature and reply as declarations that encode, decode and
 * describe themselves, and `execute`, which sends a command. `Drive`, which does that with retries, is in `discwright`.
 */

export { type AtipTimes, hasAtipTimes } from '../cd/atip.ts';
export * from '../cd/cd-text/index.ts';
export * from '../cd/control.ts';
export { crc16 } from '../cd/crc16.ts';
export { edc32 } from '../cd/edc.ts';
export { FRAMES_PER_SECOND, isTrackNumber, PREGAP_BLOCKS, RUN_OUT_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
export * from '../cd/msf.ts';
export { QMode } from '../cd/q-channel.ts';
export * from '../cd/toc.ts';
export { SessionFormat, type TocEntry, TocPoint } from '../cd/toc-entry.ts';
export * from '../codec/index.ts';
export {
  type Command,
  type CommandEffect,
  type CommandFacts,
  type CommandPayload,
  type CommandSpec,
  commandTitle,
  defineCommand,
  describeCdb,
  type PlainSpec,
  type ReadSpec,
  type WriteSpec,
} from '../scsi/command.ts';
export * from '../scsi/execute.ts';
export { IncompleteTransferError } from '../scsi/incomplete-transfer.ts';
export * from '../scsi/mode-page.ts';
export * from '../scsi/sense.ts';
export * from '../scsi/sense-codes.ts';
export * from '../scsi/sense-error.ts';
export { breakChain, createChain } from '../transport/chain.ts';
export { ScsiStatus } from '../transport/sam.ts';
export * from './commands/index.ts';
export * from './features.ts';
export * from './mode-pages/index.ts';
export * from './profiles.ts';
