import { rawBytes } from '../../codec/index.ts';
import type { CommandFacts, CommandSpec } from '../../scsi/command.ts';
import { inquiry } from '../../scsi/commands/inquiry.ts';
import { modeSelect10 } from '../../scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../scsi/commands/mode-sense-10.ts';
import { preventAllowMediumRemoval } from '../../scsi/commands/prevent-allow-medium-removal.ts';
import { readBuffer } from '../../scsi/commands/read-buffer.ts';
import { requestSense } from '../../scsi/commands/request-sense.ts';
import { rezeroUnit } from '../../scsi/commands/rezero-unit.ts';
import { startStopUnit } from '../../scsi/commands/start-stop-unit.ts';
import { testUnitReady } from '../../scsi/commands/test-unit-ready.ts';
import {
  inquiryDeviceIdentification,
  inquirySupportedPages,
  inquiryUnitSerialNumber,
} from '../../scsi/commands/vital-product-data.ts';
import type { CommandDefinition, DeclaredForms, Form } from '../declared-forms.ts';
import { undeclaredCommands } from '../undeclared-commands.ts';
import { blank } from './blank.ts';
import { closeTrackSession } from './close-track-session.ts';
import { readStructureForms, sendStructureForms } from './disc-structure-forms.ts';
import { formatUnit } from './format-unit.ts';
import { getConfiguration } from './get-configuration.ts';
import { getEventStatusNotification } from './get-event-status-notification.ts';
import {
  getDefectCacheZones,
  getDefectiveBlocks,
  getDefectStatus,
  getPerformance,
  getPerformanceExceptions,
  getUnusableArea,
  getWriteSpeeds,
} from './get-performance.ts';
import { mechanismStatus } from './mechanism-status.ts';
import { read10 } from './read-10.ts';
import { read12 } from './read-12.ts';
import { readAtip } from './read-atip.ts';
import { readBufferCapacity } from './read-buffer-capacity.ts';
import { readCapacity } from './read-capacity.ts';
import { readCd } from './read-cd.ts';
import { readCdText } from './read-cd-text.ts';
import { readDefectData12 } from './read-defect-data-12.ts';
import { readDiscInformation, readPowResources, readTrackResources } from './read-disc-information.ts';
import { readFormatCapacities } from './read-format-capacities.ts';
import { readCatalogNumber, readIsrc } from './read-sub-channel.ts';
import { readFullToc, readPma, readSessionInfo, readSessionInfoMsf, readToc, readTocMsf } from './read-toc.ts';
import { readTrackInformation } from './read-track-information.ts';
import { reserveTrack, reserveTrackUpTo } from './reserve-track.ts';
import { sendCueSheet } from './send-cue-sheet.ts';
import { sendOpcInformation } from './send-opc-information.ts';
import { setCdSpeed } from './set-cd-speed.ts';
import { setReadAhead } from './set-read-ahead.ts';
import { setStreaming } from './set-streaming.ts';
import { synchronizeCache } from './synchronize-cache.ts';
import { lgReadBookTypes, lgSetBookTypes } from './vendor/lg-book-types.ts';
import { liteOnReadBookType, liteOnSetBookType } from './vendor/lite-on-book-type.ts';
import { verify10 } from './verify-10.ts';
import { write10 } from './write-10.ts';
import { write12 } from './write-12.ts';

/** Every declared command. Where an opcode has several forms, the CDB fields say which one it is. */
const DECLARED: readonly DeclaredForms[] = [
  [testUnitReady],
  [rezeroUnit],
  [requestSense],
  [formatUnit],
  [inquiry, { vitalProductData: 0 }],
  [inquirySupportedPages, { vitalProductData: 1, pageCode: 0x00 }],
  [inquiryUnitSerialNumber, { vitalProductData: 1, pageCode: 0x80 }],
  [inquiryDeviceIdentification, { vitalProductData: 1, pageCode: 0x83 }],
  [startStopUnit],
  [preventAllowMediumRemoval],
  [readFormatCapacities],
  [readCapacity],
  [read10],
  [write10],
  [verify10],
  [synchronizeCache],
  [readBuffer],
  [readToc, { format: 0, legacyFormat: 0, msf: 0 }],
  [readTocMsf, { format: 0, legacyFormat: 0, msf: 1 }],
  [readSessionInfo, { format: 1, msf: 0 }, { format: 0, legacyFormat: 1, msf: 0 }],
  [readSessionInfoMsf, { format: 1, msf: 1 }, { format: 0, legacyFormat: 1, msf: 1 }],
  [readFullToc, { format: 2 }, { format: 0, legacyFormat: 2 }],
  [readPma, { format: 3 }],
  [readAtip, { format: 4 }],
  [readCdText, { format: 5 }],
  [getConfiguration],
  [getEventStatusNotification],
  [readCatalogNumber, { format: 2 }],
  [readIsrc, { format: 3 }],
  [readDiscInformation, { dataType: 0 }],
  [readTrackResources, { dataType: 1 }],
  [readPowResources, { dataType: 2 }],
  [readTrackInformation],
  [reserveTrack, { byLba: 0 }],
  [reserveTrackUpTo, { byLba: 1 }],
  [sendCueSheet],
  ...sendStructureForms,
  [sendOpcInformation],
  [modeSelect10],
  [modeSense10],
  [closeTrackSession],
  [readBufferCapacity],
  [blank],
  [setReadAhead],
  [read12],
  [write12],
  [getPerformance, { type: 0, exceptions: 0 }],
  [getPerformanceExceptions, { type: 0 }],
  [getUnusableArea, { type: 1 }],
  [getDefectStatus, { type: 2 }],
  [getWriteSpeeds, { type: 3 }],
  [getDefectiveBlocks, { type: 4 }],
  [getDefectCacheZones, { type: 5 }],
  ...readStructureForms,
  [setStreaming, { type: 0 }],
  [readDefectData12],
  [setCdSpeed],
  [mechanismStatus],
  [readCd],
  [liteOnReadBookType, { set: 0 }],
  [liteOnSetBookType, { set: 1 }],
  [lgReadBookTypes],
  [lgSetBookTypes],
];

/** Every declaration, in the order of the opcodes; several where one opcode has several kinds of reply. */
export const commands: readonly CommandDefinition[] = DECLARED.map(([definition]) => definition);

const byOpcode = new Map<number, (typeof DECLARED)[number][]>();
for (const declared of DECLARED) {
  const { opcode } = declared[0].spec;
  byOpcode.set(opcode, [...(byOpcode.get(opcode) ?? []), declared]);
}

/** The first declaration with this opcode: the name and the CDB are right, the reply may be another form's. */
export const commandByOpcode = (opcode: number): CommandDefinition | undefined => byOpcode.get(opcode)?.[0]?.[0];

/** Name, effect and data of any known command, declared or not; of an opcode's first form where it has several. */
export const commandFacts = (opcode: number): CommandFacts | undefined =>
  commandByOpcode(opcode)?.spec ?? undeclaredCommands.get(opcode);

/**
 * The declaration that a CDB was, or could have been, made with. An undeclared form of a known command has its data as raw
 * bytes. Undefined for unknown opcodes and for CDBs too short to decode.
 */
export function commandFor(cdb: Uint8Array): CommandDefinition | undefined {
  const candidates = byOpcode.get(cdb[0] ?? -1);
  const first = candidates?.[0]?.[0];
  if (candidates === undefined || first === undefined || cdb.length < first.spec.cdb.lengthBytes) return undefined;
  for (const [definition, ...forms] of candidates) {
    const fields: Readonly<Record<string, unknown>> = definition.spec.cdb.decode(cdb);
    const fits = (form: Form) => Object.entries(form).every(([name, value]) => fields[name] === value);
    if (forms.some(fits)) return definition;
  }
  const general = candidates.find(([, ...forms]) => forms.length === 0)?.[0];
  return general ?? { spec: withRawData(first.spec) };
}

function withRawData(spec: CommandSpec): CommandSpec {
  if (spec.direction === 'in') return { ...spec, reply: rawBytes };
  return spec.direction === 'out' ? { ...spec, parameters: rawBytes } : spec;
}

export * from '../../scsi/commands/inquiry.ts';
export * from '../../scsi/commands/mode-select-10.ts';
export * from '../../scsi/commands/mode-sense-10.ts';
export * from '../../scsi/commands/prevent-allow-medium-removal.ts';
export * from '../../scsi/commands/read-buffer.ts';
export * from '../../scsi/commands/request-sense.ts';
export * from '../../scsi/commands/rezero-unit.ts';
export * from '../../scsi/commands/start-stop-unit.ts';
export * from '../../scsi/commands/test-unit-ready.ts';
export * from '../../scsi/commands/vital-product-data.ts';
export type { CommandDefinition } from '../declared-forms.ts';
export * from '../disc-structures.ts';
export * from '../structures/index.ts';
export * from './blank.ts';
export * from './close-track-session.ts';
export * from './format-unit.ts';
export * from './get-configuration.ts';
export * from './get-event-status-notification.ts';
export * from './get-performance.ts';
export * from './mechanism-status.ts';
export * from './read-10.ts';
export * from './read-12.ts';
export * from './read-atip.ts';
export * from './read-buffer-capacity.ts';
export * from './read-capacity.ts';
export * from './read-cd.ts';
export * from './read-cd-text.ts';
export * from './read-defect-data-12.ts';
export * from './read-disc-information.ts';
export * from './read-disc-structure.ts';
export * from './read-format-capacities.ts';
export * from './read-sub-channel.ts';
export * from './read-toc.ts';
export * from './read-track-information.ts';
export * from './reserve-track.ts';
export * from './send-cue-sheet.ts';
export * from './send-disc-structure.ts';
export * from './send-opc-information.ts';
export * from './set-cd-speed.ts';
export * from './set-read-ahead.ts';
export * from './set-streaming.ts';
export * from './synchronize-cache.ts';
export * from './vendor/lg-book-types.ts';
export * from './vendor/lite-on-book-type.ts';
export * from './verify-10.ts';
export * from './write-10.ts';
export * from './write-12.ts';
