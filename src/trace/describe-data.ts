import { DecodeError, fromHex, hexNumber, toHex } from '../codec/index.ts';
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
import { fieldsInWords, nameInWords, shorten } from './words.ts';

const MODE_HEADER_BYTES = 8;
const SHOWN_BYTES = 16;

function rawInWords(bytes: Uint8Array): string {
  const shown = toHex(bytes.subarray(0, SHOWN_BYTES), ' ');
  return `${bytes.length} bytes ${shown}${bytes.length > SHOWN_BYTES ? ' …' : ''}`;
}

/** The names of the fields that the drive allows to be changed. */
function changeableInWords(page: AnyModePage, mask: Uint8Array): string {
  const names = page.layout
    .describe(mask)
    .filter(({ text }) => !/^(?:no|0(?: \w+)?|(?:00 ?)*|.* \(0\))$/.test(text))
    .map(({ name }) => nameInWords(name));
  return names.length === 0 ? 'nothing changeable' : `changeable: ${names.join(', ')}`;
}

function pageInWords(bytes: Uint8Array, changeable: boolean): string {
  const { pageCode } = modePageHeader.decode(bytes);
  const page = modePageByCode(pageCode);
  if (page === undefined) return `page ${hexNumber(pageCode)} ${rawInWords(bytes)}`;
  const said = changeable ? changeableInWords(page, bytes) : fieldsInWords(page.layout.describe(bytes));
  return `page ${hexNumber(pageCode)} ${page.name} (${said})`;
}

function modeParametersInWords(bytes: Uint8Array, changeable: boolean): string {
  if (bytes.length < MODE_HEADER_BYTES) return fieldsInWords(modeParameterHeader.describe(bytes)) || rawInWords(bytes);
  const { pages, blockDescriptors } = modeParameters.decode(bytes);
  const descriptors = blockDescriptors.length === 0 ? [] : [`block descriptor ${toHex(blockDescriptors, ' ')}`];
  const whole = [blockDescriptors, ...pages].reduce((sum, { length }) => sum + length, MODE_HEADER_BYTES);
  // When less than the whole page is requested, a drive sends that much of it.
  const rest = bytes.subarray(whole);
  const begun = rest.length < 2 ? [] : [`the beginning of ${pageInWords(rest, changeable)}`];
  const parts = [...descriptors, ...pages.map((page) => pageInWords(page, changeable)), ...begun];
  return shorten(parts.join(', ')) || fieldsInWords(modeParameterHeader.describe(bytes)) || 'nothing';
}

/** The features by name; `discwright features` shows what is in them. */
function configurationInWords(bytes: Uint8Array): string {
  if (bytes.length < 8) return fieldsInWords(configuration.describe(bytes)) || rawInWords(bytes);
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

function bytesInWords(cdb: Uint8Array, direction: 'in' | 'out', bytes: Uint8Array): string {
  const spec = commandFor(cdb)?.spec;
  if (cdb[0] === modeSelect10.spec.opcode) return modeParametersInWords(bytes, false);
  if (cdb[0] === modeSense10.spec.opcode) {
    const pageControl = spec?.cdb.decode(cdb)['pageControl'];
    return modeParametersInWords(bytes, pageControl === PageControl.Changeable);
  }
  const codec =
    spec?.direction === 'in' && direction === 'in'
      ? spec.reply
      : spec?.direction === 'out' && direction === 'out'
        ? spec.parameters
        : undefined;
  if (spec?.opcode === getConfiguration.spec.opcode && direction === 'in') return configurationInWords(bytes);
  const fields = codec?.describe(bytes) ?? [];
  const raw = fields.length === 0 || fields.every(({ name }) => name === 'data');
  return raw ? rawInWords(bytes) : fieldsInWords(fields) || `${bytes.length} bytes, all zero`;
}

function dataInWords(cdb: Uint8Array, direction: 'in' | 'out', data: TraceData): string {
  const bytes = bytesOfData(data);
  if (bytes === undefined) {
    return `${lengthOfData(data)} bytes${typeof data === 'object' && 'crc32' in data ? `, CRC-32 ${data.crc32}` : ''}`;
  }
  try {
    return bytesInWords(cdb, direction, bytes);
  } catch (error) {
    if (error instanceof DecodeError) return `${rawInWords(bytes)} (not decoded: ${error.message})`;
    throw error;
  }
}

/** The data sent with the command, in words; undefined when there was none. */
export const outInWords = ({ cdb, out }: TracedExchange): string | undefined =>
  out === undefined ? undefined : `sends ${dataInWords(fromHex(cdb), 'out', out)}`;

/** The data that the drive returned, in words; undefined when there was none. */
export const inInWords = (exchange: TracedExchange): string | undefined =>
  exchange.outcome !== 'answered' || exchange.in === undefined || lengthOfData(exchange.in) === 0
    ? undefined
    : `replies ${dataInWords(fromHex(exchange.cdb), 'in', exchange.in)}`;
