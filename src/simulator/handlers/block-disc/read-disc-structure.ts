import { readDiscStructure } from '../../../mmc/commands/read-disc-structure.ts';
import { invalidCdbField } from '../../check-condition.ts';
import { requireBlockDisc } from '../../kind-of-disc.ts';
import { structureMediaOf, structuresOf } from '../../media/block-disc/disc-structures.ts';
import { decodeArguments, type Handler } from '../handler.ts';

/** Formats from here on are the same for DVD and BD, whichever the CDB names (MMC-6 6.22.2.2). */
const FIRST_COMMON_FORMAT = 0x80;

/** 5/24/00 for a structure that this kind of disc does not have; 5/30/02 for a CD, which has none. */
export const readDiscStructureHandler: Handler = {
  opcode: readDiscStructure.spec.opcode,
  access: 'medium',
  async run({ drive, cdb }) {
    const { mediaType, format, allocationLength } = decodeArguments(readDiscStructure.spec, cdb);
    const disc = requireBlockDisc(drive.disc);
    if (format < FIRST_COMMON_FORMAT && mediaType !== structureMediaOf(disc)) {
      throw invalidCdbField(readDiscStructure, 'mediaType');
    }
    const found = structuresOf(disc).find((structure) => structure.format === format);
    if (found === undefined) throw invalidCdbField(readDiscStructure, 'format');
    return found.bytes().subarray(0, allocationLength);
  },
};
