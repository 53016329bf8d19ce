import { DecodeError, type FieldInWords, fromHex, hexNumber } from '../codec/index.ts';
import { commandFor, modeSelect10 } from '../mmc/commands/index.ts';
import { modePageByCode } from '../mmc/mode-pages/index.ts';
import { modePageHeader, modeParameters } from '../scsi/mode-page.ts';
import type { ScsiRequest } from '../transport/transport.ts';
import { commandName } from './command-name.ts';
import type { TraceData, TracedExchange } from './trace.ts';
import { bytesOfData, crc32, lengthOfData, sameData } from './trace-data.ts';

const contrast = (what: string, recorded: string, sent: string): string =>
  `${what}: trace has ${recorded}, program sent ${sent}`;

/**
 * The first difference between a request and the recorded one, by the field's name: `WRITE(10) lba: trace has 525, program
 * sent 527`. Undefined when a drive could not distinguish them. Time-outs and resend policies are not compared.
 */
export function firstDifference(recorded: TracedExchange, request: ScsiRequest): string | undefined {
  const cdb = fromHex(recorded.cdb);
  return cdbDifference(cdb, request.cdb) ?? dataDifference(commandName(cdb), recorded, request);
}

function cdbDifference(recorded: Uint8Array, sent: Uint8Array): string | undefined {
  if (Buffer.compare(recorded, sent) === 0) return undefined;
  if (recorded[0] !== sent[0]) return `trace has ${commandName(recorded)}, program sent ${commandName(sent)}`;
  const name = commandName(recorded);
  if (recorded.length !== sent.length) {
    return contrast(`${name} CDB`, `${recorded.length} bytes`, `${sent.length} bytes`);
  }
  const spec = commandFor(recorded)?.spec;
  const field = spec === undefined ? undefined : fieldDifference((bytes) => spec.cdb.describe(bytes), recorded, sent);
  return field === undefined ? byteDifference(`${name} CDB`, recorded, sent) : `${name} ${field}`;
}

/** The first field whose words differ: `lba: trace has 525, program sent 527`. */
function fieldDifference(
  describe: (bytes: Uint8Array) => readonly FieldInWords[],
  recorded: Uint8Array,
  sent: Uint8Array,
): string | undefined {
  try {
    const sentTexts = new Map(describe(sent).map(({ name, text }) => [name, text]));
    const differing = describe(recorded).find(({ name, text }) => sentTexts.get(name) !== text);
    if (differing === undefined) return undefined;
    return contrast(differing.name, differing.text, sentTexts.get(differing.name) ?? 'nothing');
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function byteDifference(what: string, recorded: Uint8Array, sent: Uint8Array): string {
  const at = recorded.findIndex((byte, index) => byte !== sent[index]);
  if (at < 0 || at >= sent.length) return contrast(what, `${recorded.length} bytes`, `${sent.length} bytes`);
  return contrast(`${what} byte ${at}`, hexNumber(recorded[at] ?? 0), hexNumber(sent[at] ?? 0));
}

const phase = (out: number | undefined, into: number | undefined): string => {
  if (out !== undefined) return `${out} bytes to the drive`;
  return into === undefined ? 'no data' : `${into} bytes from the drive`;
};

function dataDifference(name: string, recorded: TracedExchange, { data }: ScsiRequest): string | undefined {
  const { out, inBytes } = recorded;
  const sentOut = data.direction === 'out' ? data.bytes : undefined;
  const recordedPhase = phase(out === undefined ? undefined : lengthOfData(out), inBytes);
  const sentPhase = phase(sentOut?.length, data.direction === 'in' ? data.lengthBytes : undefined);
  if (recordedPhase !== sentPhase) return contrast(`${name} data`, recordedPhase, sentPhase);
  if (out === undefined || sentOut === undefined || sameData(out, sentOut)) return undefined;
  return outDifference(name, recorded, out, sentOut);
}

function outDifference(name: string, recorded: TracedExchange, out: TraceData, sent: Uint8Array): string {
  const bytes = bytesOfData(out);
  if (bytes === undefined) {
    const before = typeof out === 'object' && 'crc32' in out ? out.crc32 : '';
    return contrast(`${name} data (${sent.length} bytes)`, `CRC-32 ${before}`, `CRC-32 ${crc32(sent)}`);
  }
  const cdb = fromHex(recorded.cdb);
  const spec = commandFor(cdb)?.spec;
  const field =
    cdb[0] === modeSelect10.spec.opcode
      ? modePageDifference(bytes, sent)
      : spec?.direction === 'out'
        ? fieldDifference((each) => spec.parameters.describe(each), bytes, sent)
        : undefined;
  return field === undefined ? byteDifference(`${name} data`, bytes, sent) : `${name} ${field}`;
}

const pagesOf = (bytes: Uint8Array): readonly Uint8Array[] => {
  try {
    return modeParameters.decode(bytes).pages;
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
};

function modePageDifference(recorded: Uint8Array, sent: Uint8Array): string | undefined {
  const sentPages = pagesOf(sent);
  for (const [index, page] of pagesOf(recorded).entries()) {
    const other = sentPages[index];
    if (other === undefined || Buffer.compare(page, other) === 0) continue;
    const { pageCode } = modePageHeader.decode(page);
    const otherCode = modePageHeader.decode(other).pageCode;
    if (pageCode !== otherCode) return contrast('mode page', hexNumber(pageCode), hexNumber(otherCode));
    const declared = modePageByCode(pageCode);
    const title = declared === undefined ? `page ${hexNumber(pageCode)}` : `${declared.name} page`;
    const field = declared && fieldDifference((bytes) => declared.layout.describe(bytes), page, other);
    return field === undefined ? byteDifference(title, page, other) : `${title} ${field}`;
  }
  return undefined;
}
