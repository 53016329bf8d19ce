import { DecodeError } from '../../codec/index.ts';
import { modeSelect10 } from '../../scsi/commands/mode-select-10.ts';
import { modeParameters } from '../../scsi/mode-page.ts';
import { dataPhaseError, invalidCdbField, invalidParameter, parameterListLengthError } from '../check-condition.ts';
import { handle } from './handler.ts';

const HEADER_BYTES = 8;
/** First byte of BLOCK DESCRIPTOR LENGTH in the header. */
const BLOCK_DESCRIPTOR_LENGTH_BYTE = 6;

export const modeSelect10Handler = handle(modeSelect10, 'drive', ({ drive, args, data }) => {
  if (!args.pageFormat) throw invalidCdbField(modeSelect10, 'pageFormat');
  if (args.savePages) throw invalidCdbField(modeSelect10, 'savePages');
  if (data.length !== args.parameterListLength) throw dataPhaseError();
  if (data.length === 0) return;
  const { blockDescriptors, pages } = decode(data);
  if (blockDescriptors.length > 0) throw invalidParameter(BLOCK_DESCRIPTOR_LENGTH_BYTE);
  const offsets: number[] = [];
  let end = HEADER_BYTES;
  for (const page of pages) {
    offsets.push(end);
    end += page.length;
  }
  if (end !== data.length) throw parameterListLengthError();
  drive.modePages.select(pages, offsets);
});

function decode(data: Uint8Array) {
  try {
    // A length in the header, reserved here, would hide what follows it.
    const parameters = Uint8Array.from(data);
    parameters.fill(0, 0, 2);
    return modeParameters.decode(parameters);
  } catch (error) {
    throw error instanceof DecodeError ? parameterListLengthError() : error;
  }
}
