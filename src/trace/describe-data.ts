import { DecodeError, fromHex, hexNumber, identifierInWords, toHex } from '../codec/index.ts';
import { commandFor, configuration, getConfiguration, modeSelect10, modeSense10 } from '../mmc/commands/index.ts';
import { featureName } from '../mmc/features.ts';
import { modePageByCode } from '../mmc/mode-pages/index.ts';
import { profileName } from '../mmc/profiles.ts';
import {
  type AnyModePage,
  modePageHeader,
  modeParameterHeader,
  modeParameters,
  PageControl,
} from '../scsi/mode-page.ts';
import type { TraceData, TracedExchange } from './trace.ts';
import { bytesOfData, lengthOfData } from './trace-data.ts';
import { fieldsInWords, shorten, type Wording } from './words.ts';

const MODE_HEADER_BYTES = 8;
const SHOWN_BYTES = 16;

function rawInWords(bytes: Uint8Array, { full }: Wording): string {
  const shown = full ? bytes : bytes.subarray(0, SHOWN_BYTES);
  return `${bytes.length} bytes ${toHex(shown, ' ')}${bytes.length > shown.length ? ' …' : ''}`;
}

/** The names of the fields that the drive allows to be changed. */
function changeableInWords(page: AnyModePage, mask: Uint8Array): string {
  const names = page.layout
    .describe(mask)
    .filter(({ text }) => !/^(?:no|0(?: \w+)?|(?:00 ?)*|.* \(0\))$/.test(text))
    .map(({ name }) => identifierInWords(name));
  return names.length === 0 ? 'nothing changeable' : `changeable: ${names.join(', ')}`;
}

function pageInWords(bytes: Uint8Array, changeable: boolean, wording: Wording): string {
  const { pageCode } = modePageHeader.decode(bytes);
  const page = modePageByCode(pageCode);
  if (page === undefined) return `page ${hexNumber(pageCode)} ${rawInWords(bytes, wording)}`;
  const said = changeable ? changeableInWords(page, bytes) : fieldsInWords(page.layout.describe(bytes), wording);
  return `page ${hexNumber(pageCode)} ${page.name}${said === '' ? '' : ` (${said})`}`;
}

function modeParametersInWords(bytes: Uint8Array, changeable: boolean, wording: Wording): string {
  const header = () => fieldsInWords(modeParameterHeader.describe(bytes), wording);
  if (bytes.length < MODE_HEADER_BYTES) return header() || rawInWords(bytes, wording);
  const { pages, blockDescriptors } = modeParameters.decode(bytes);
  const descriptors = blockDescriptors.length === 0 ? [] : [`block descriptor ${toHex(blockDescriptors, ' ')}`];
  const whole = [blockDescriptors, ...pages].reduce((sum, { length }) => sum + length, MODE_HEADER_BYTES);
  // When less than the whole page is requested, a drive sends that much of it.
  const rest = bytes.subarray(whole);
  const begun = rest.length < 2 ? [] : [`the beginning of ${pageInWords(rest, changeable, wording)}`];
  const parts = [...descriptors, ...pages.map((page) => pageInWords(page, changeable, wording)), ...begun];
  return shorten(parts.join(', '), wording) || header() || 'nothing';
}

/** The features by name; `discwright features` shows what is in them. */
function configurationInWords(bytes: Uint8Array, wording: Wording): string {
  if (bytes.length < 8) return fieldsInWords(configuration.describe(bytes), wording) || rawInWords(bytes, wording);
  const { entries, currentProfile, dataLength } = configuration.decode(bytes);
  const names = (wanted: boolean) =>
    entries.filter(({ current }) => current === wanted).map(({ code }) => `${featureName(code)} ${hexNumber(code, 4)}`);
  const listed = [
    ['current', names(true)],
    ['not current', names(false)],
  ] as const;
  const parts = listed.flatMap(([what, found]) => (found.length === 0 ? [] : [`${what}: ${found.join(', ')}`]));
  const profile = `current profile ${profileName(currentProfile)} (${hexNumber(currentProfile, 4)})`;
  const length = dataLength + 4 > bytes.length ? [`data length ${dataLength} bytes`] : [];
  return [profile, ...length, ...parts].join('; ');
}

function bytesInWords(cdb: Uint8Array, direction: 'in' | 'out', bytes: Uint8Array, wording: Wording): string {
  const spec = commandFor(cdb)?.spec;
  if (cdb[0] === modeSelect10.spec.opcode) return modeParametersInWords(bytes, false, wording);
  if (cdb[0] === modeSense10.spec.opcode) {
    const pageControl = spec?.cdb.decode(cdb)['pageControl'];
    return modeParametersInWords(bytes, pageControl === PageControl.Changeable, wording);
  }
  const codec =
    spec?.direction === 'in' && direction === 'in'
      ? spec.reply
      : spec?.direction === 'out' && direction === 'out'
        ? spec.parameters
        : undefined;
  if (spec?.opcode === getConfiguration.spec.opcode && direction === 'in') return configurationInWords(bytes, wording);
  const fields = codec?.describe(bytes) ?? [];
  const raw = fields.length === 0 || fields.every(({ name }) => name === 'data');
  return raw ? rawInWords(bytes, wording) : fieldsInWords(fields, wording) || `${bytes.length} bytes, all zero`;
}

function dataInWords(cdb: Uint8Array, direction: 'in' | 'out', data: TraceData, wording: Wording): string {
  const bytes = bytesOfData(data);
  if (bytes === undefined) {
    return `${lengthOfData(data)} bytes${typeof data === 'object' && 'crc32' in data ? `, CRC-32 ${data.crc32}` : ''}`;
  }
  try {
    return bytesInWords(cdb, direction, bytes, wording);
  } catch (error) {
    if (error instanceof DecodeError) return `${rawInWords(bytes, wording)} (not decoded: ${error.message})`;
    throw error;
  }
}

/** The data sent with the command, in words; undefined when there was none. */
export const outInWords = ({ cdb, out }: TracedExchange, wording: Wording): string | undefined =>
  out === undefined ? undefined : `sends ${dataInWords(fromHex(cdb), 'out', out, wording)}`;

/** The data that the drive returned, in words; undefined when there was none. */
export const inInWords = (exchange: TracedExchange, wording: Wording): string | undefined =>
  exchange.outcome !== 'answered' || exchange.in === undefined || lengthOfData(exchange.in) === 0
    ? undefined
    : `replies ${dataInWords(fromHex(exchange.cdb), 'in', exchange.in, wording)}`;
