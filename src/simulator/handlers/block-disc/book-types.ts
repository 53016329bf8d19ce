import { lgReadBookTypes, lgSetBookTypes } from '../../../mmc/commands/vendor/lg-book-types.ts';
import {
  LiteOnBookType,
  liteOnReadBookType,
  liteOnSetBookType,
} from '../../../mmc/commands/vendor/lite-on-book-type.ts';
import { BookType } from '../../../mmc/disc-structures.ts';
import { dataPhaseError, invalidCdbField } from '../../check-condition.ts';
import { decodeArguments, type Handler, handle } from '../handler.ts';

/** The first byte of a physical format: the book in its high nibble. */
const firstByte = (book: BookType): number => book * 0x10;
const isDvdRom = (book: BookType): boolean => book === BookType.DvdRom;

export const lgReadBookTypesHandler = handle(lgReadBookTypes, 'drive', ({ drive: { recorder } }) => {
  const { dvdPlusR, dvdPlusRDualLayer } = recorder.bookTypes;
  return { dvdPlusR: firstByte(dvdPlusR), dvdPlusRDualLayer: firstByte(dvdPlusRDualLayer) };
});

/** Takes effect with the next blank disc. DVD+RW is not among them. */
export const lgSetBookTypesHandler = handle(lgSetBookTypes, 'drive', ({ drive: { recorder }, args, data }) => {
  if (new TextDecoder().decode(args.key) !== '+RTB') throw invalidCdbField(lgSetBookTypes, 'key');
  if (data.length < 4) throw dataPhaseError();
  const wanted = lgSetBookTypes.spec.parameters.decode(data);
  recorder.bookTypes = {
    ...recorder.bookTypes,
    dvdPlusR: wanted.dvdPlusR === 0 ? BookType.DvdRom : BookType.DvdPlusR,
    dvdPlusRDualLayer: wanted.dvdPlusRDualLayer === 0 ? BookType.DvdRom : BookType.DvdPlusRDualLayer,
  };
});

/** Reads the setting, or sets it for every kind of DVD+R and for the next format of a DVD+RW. */
export const liteOnBookTypeHandler: Handler = {
  opcode: liteOnSetBookType.spec.opcode,
  access: 'drive',
  async run({ drive: { recorder }, cdb }) {
    const { page, set, bookType } = decodeArguments(liteOnSetBookType.spec, cdb);
    if (page !== liteOnSetBookType({ bookType: 0 }).cdb[2]) throw invalidCdbField(liteOnSetBookType, 'page');
    if (set === 0) {
      const { allocationLength } = decodeArguments(liteOnReadBookType.spec, cdb);
      const now = isDvdRom(recorder.bookTypes.dvdPlusRw) ? LiteOnBookType.DvdRom : LiteOnBookType.Own;
      return liteOnReadBookType.spec.reply.encode({ bookType: now }).subarray(0, allocationLength);
    }
    const rom = bookType === LiteOnBookType.DvdRom;
    recorder.bookTypes = {
      dvdPlusR: rom ? BookType.DvdRom : BookType.DvdPlusR,
      dvdPlusRDualLayer: rom ? BookType.DvdRom : BookType.DvdPlusRDualLayer,
      dvdPlusRw: rom ? BookType.DvdRom : BookType.DvdPlusRw,
    };
    return new Uint8Array();
  },
};
