import { sendDiscStructure } from '../../../mmc/commands/send-disc-structure.ts';
import { DiscStructureFormat, layerValue } from '../../../mmc/disc-structures.ts';
import {
  dataPhaseError,
  illegalRequest,
  invalidCdbField,
  invalidParameter,
  parameterListLengthError,
} from '../../check-condition.ts';
import { PMA_UPDATE_MS } from '../../media/timings.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

/** In the parameter list: the first byte of the number of the block. */
const VALUE_BYTE = 8;

/**
 * Sets where layer 1 of a blank disc with two layers begins (format 20h), so that what is recorded reaches both (MMC-6
 * 6.36.3.2). Other structures are not sent to any disc here.
 */
export const sendDiscStructureHandler = handle(sendDiscStructure, 'medium', ({ drive, args, data }) => {
  const { disc } = familyIn(drive).path;
  const { structure } = disc;
  if (data.length !== args.parameterListLength) throw dataPhaseError();
  const possible = args.format === DiscStructureFormat.DvdLayerBoundary && disc.medium.layers === 2 && !disc.isBd;
  if (!possible || structure.layout !== 'sequential') throw invalidCdbField(sendDiscStructure, 'format');
  if (data.length !== layerValue.lengthBytes) throw parameterListLengthError();
  // 5/2C/00 command sequence error: once something is recorded, the boundary is fixed.
  if (!disc.blank) throw illegalRequest(0x2c, 0x00);
  const { value } = layerValue.decode(data);
  const half = disc.medium.capacityBlocks / 2;
  if (value === 0 || value > half || value % disc.eccBlocks !== 0) throw invalidParameter(VALUE_BYTE);
  return drive.perform(
    { durationMs: PMA_UPDATE_MS, effect: () => disc.change({ ...structure, layerBreakLba: value }) },
    false,
  );
});
