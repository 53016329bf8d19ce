import type { DriveIdentity } from '../core.ts';
import { blankBlockDiscHandler } from '../handlers/block-disc/blank.ts';
import {
  lgReadBookTypesHandler,
  lgSetBookTypesHandler,
  liteOnBookTypeHandler,
} from '../handlers/block-disc/book-types.ts';
import { closeBlockTrackSessionHandler } from '../handlers/block-disc/close-track-session.ts';
import { formatUnitHandler } from '../handlers/block-disc/format-unit.ts';
import { readBlocks10Handler, readBlocks12Handler } from '../handlers/block-disc/read-blocks.ts';
import { readBlockDiscCapacityHandler } from '../handlers/block-disc/read-capacity.ts';
import { readDefectDataHandler } from '../handlers/block-disc/read-defect-data.ts';
import { readBlockDiscInformationHandler } from '../handlers/block-disc/read-disc-information.ts';
import { readDiscStructureHandler } from '../handlers/block-disc/read-disc-structure.ts';
import { readFormatCapacitiesHandler } from '../handlers/block-disc/read-format-capacities.ts';
import { readBlockDiscTocHandler } from '../handlers/block-disc/read-toc.ts';
import { readBlockTrackInformationHandler } from '../handlers/block-disc/read-track-information.ts';
import { reserveBlockTrackHandler } from '../handlers/block-disc/reserve-track.ts';
import { sendDiscStructureHandler } from '../handlers/block-disc/send-disc-structure.ts';
import { verify10Handler } from '../handlers/block-disc/verify-10.ts';
import { write12Handler } from '../handlers/block-disc/write-12.ts';
import { byDisc, onlyOnCd } from '../handlers/by-disc.ts';
import type { Handler } from '../handlers/handler.ts';
import { readCdHandler } from '../handlers/read-cd.ts';
import { readSubChannelHandler } from '../handlers/read-sub-channel.ts';
import { sendCueSheetHandler } from '../handlers/send-cue-sheet.ts';
import { dvdCapabilities } from '../mode-pages/capabilities.ts';
import { settings } from '../mode-pages/settings.ts';
import { writeParameters } from '../mode-pages/write-parameters.ts';
import { dvdWriteTypes } from '../write-types/dvd-write-types.ts';
import { bdRecorderFeatures } from './bd-recorder-features.ts';
import { cdRecorder } from './cd-recorder.ts';
import type { DriveModel } from './drive-model.ts';

const IDENTITY: DriveIdentity = {
  vendor: 'DISCWRT',
  product: 'VIRTUAL BD-RE',
  revision: '1.00',
  serialNumber: 'DWSIM0000002',
};

/** What DVD and BD answer in their own way. */
const OWN: readonly Handler[] = [
  blankBlockDiscHandler,
  closeBlockTrackSessionHandler,
  readBlocks10Handler,
  readBlockDiscCapacityHandler,
  readBlockDiscInformationHandler,
  readBlockDiscTocHandler,
  readBlockTrackInformationHandler,
  reserveBlockTrackHandler,
];

const ONLY_ON_CD: readonly Handler[] = [readCdHandler, readSubChannelHandler, sendCueSheetHandler];

/** Commands that the CD recorder does not have. */
const ADDED: readonly Handler[] = [
  formatUnitHandler,
  lgReadBookTypesHandler,
  lgSetBookTypesHandler,
  liteOnBookTypeHandler,
  readBlocks12Handler,
  readDefectDataHandler,
  readDiscStructureHandler,
  readFormatCapacitiesHandler,
  sendDiscStructureHandler,
  verify10Handler,
  write12Handler,
];

/** How a command is answered that the CD recorder has too. */
function withOtherDiscs(cd: Handler): Handler {
  const own = OWN.find(({ opcode }) => opcode === cd.opcode);
  if (own !== undefined) return byDisc({ cd, blocks: own });
  return ONLY_ON_CD.includes(cd) ? onlyOnCd(cd) : cd;
}

/** Reads and writes CD, DVD and BD of all kinds. With a CD in it, it does what the CD recorder does. */
export const bdRecorder: DriveModel = {
  identity: IDENTITY,
  // Serial ATA at 1.5 Gb/s: a BD takes 71.9 MB/s at 16x.
  cableBytesPerMs: 150_000,
  handlers: [...cdRecorder.handlers.map(withOtherDiscs), ...ADDED],
  writeTypes: [...cdRecorder.writeTypes, ...dvdWriteTypes],
  modePages: (source) => [writeParameters(source), ...settings, dvdCapabilities(source)],
  features: bdRecorderFeatures,
};
