import { type FormatType, formatList, formatUnit } from '../../../mmc/commands/format-unit.ts';
import { invalidCdbField, invalidParameter, parameterListLengthError } from '../../check-condition.ts';
import type { FormatRequest } from '../../media-families/family.ts';
import { handle } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

const FORMAT_CODE = 1;
const DESCRIPTOR_BYTES = 8;
const DESCRIPTOR_LENGTH_BYTE = 3;

export const formatUnitHandler = handle(formatUnit, 'medium', ({ drive, args, data }) => {
  const { family, path } = familyIn(drive);
  if (args.formatData !== 1) throw invalidCdbField(formatUnit, 'formatData');
  if (args.formatCode !== FORMAT_CODE) throw invalidCdbField(formatUnit, 'formatCode');
  const request = requestIn(data);
  const task = family.format(path, request);
  drive.recorder.endTestWrite();
  drive.recorder.buffer.clear();
  return drive.perform(task, request.immediate);
});

function requestIn(data: Uint8Array): FormatRequest {
  if (data.length !== formatList.lengthBytes) throw parameterListLengthError();
  const list = formatList.decode(data);
  if (list.descriptorLength !== DESCRIPTOR_BYTES) throw invalidParameter(DESCRIPTOR_LENGTH_BYTE);
  const { formatType, blocks, parameter, subType, immediate, optionsValid, disableCertification } = list;
  const certificationDisabled = optionsValid && disableCertification;
  return { formatType: formatType as FormatType, blocks, parameter, subType, immediate, certificationDisabled };
}
