import { struct } from '../../../codec/index.ts';
import { type BlockReader, readExactly } from '../../block-reader.ts';
import { BLOCK_BYTES } from '../constants.ts';
import { longDate } from '../dates.ts';
import { FileKind, KIND_UNIT } from '../rock-ridge.ts';
import {
  alternateName,
  childLink,
  continuationArea,
  deviceNumbers,
  extensionsReference,
  linkComponent,
  posixAttributes,
  sharingProtocol,
  symbolicLink,
  timeStamp,
  timeStamps,
  USE_HEADER_BYTES,
  useEntryHeading,
} from '../system-use.ts';

/** What the entries of a record say. */
export interface SystemUse {
  readonly name: string | undefined;
  /** The kind of file and its permissions. */
  readonly mode: number | undefined;
  readonly links: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly serialNumber: number | undefined;
  readonly created: Date | undefined;
  readonly modified: Date | undefined;
  readonly accessed: Date | undefined;
  readonly changed: Date | undefined;
  readonly linkTarget: string | undefined;
  readonly device: { readonly major: number; readonly minor: number } | undefined;
  /** Where a relocated folder is. */
  readonly childBlock: number | undefined;
  readonly isRelocated: boolean;
  /** The file is compressed, and its bytes are not its contents. */
  readonly isCompressed: boolean;
  readonly skippedBytes: number | undefined;
  readonly extensions: readonly string[];
}

type Writable = { -readonly [Key in keyof SystemUse]: SystemUse[Key] };

interface Entry {
  readonly signature: string;
  readonly bytes: Uint8Array;
}

/** No image needs as many continuation areas for a name. */
const MOST_AREAS = 32;

/**
 * All entries of a record, with those in continuation areas.
 * @param report told of what is not an entry
 */
async function entriesOf(
  reader: BlockReader,
  systemUse: Uint8Array,
  report: (reason: string) => void,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let area: Uint8Array | undefined = systemUse;
  for (let areas = 0; area !== undefined; areas++) {
    if (areas > MOST_AREAS) {
      report('its system use entries go on and on');
      break;
    }
    const next = addEntries(area, entries, report);
    area = next === undefined ? undefined : await areaAt(reader, next, report);
  }
  return entries;
}

function addEntries(area: Uint8Array, entries: Entry[], report: (reason: string) => void): Uint8Array | undefined {
  let next: Uint8Array | undefined;
  for (let at = 0; at + USE_HEADER_BYTES <= area.length; ) {
    const { signature, lengthBytes } = useEntryHeading.decode(area.subarray(at));
    const bytes = area.subarray(at, at + lengthBytes);
    // What is after the last entry is padding, or not ours.
    if (!/^[A-Z0-9]{2}$/.test(signature) || signature === 'ST') break;
    if (lengthBytes < USE_HEADER_BYTES || bytes.length < lengthBytes) {
      report(`its system use entry ${signature} is ${lengthBytes} bytes long`);
      break;
    }
    if (signature === 'CE' && bytes.length >= continuationArea.lengthBytes) next = bytes;
    else entries.push({ signature, bytes });
    at += lengthBytes;
  }
  return next;
}

async function areaAt(
  reader: BlockReader,
  entry: Uint8Array,
  report: (reason: string) => void,
): Promise<Uint8Array | undefined> {
  const { block, offsetBytes, lengthBytesThere } = continuationArea.decode(entry);
  if (offsetBytes + lengthBytesThere > BLOCK_BYTES) {
    report(`a continuation of its system use would be at ${offsetBytes} and ${lengthBytesThere} bytes long`);
    return undefined;
  }
  const bytes = await readExactly(reader, block, 1, 'a continuation of a record');
  return bytes.subarray(offsetBytes, offsetBytes + lengthBytesThere);
}

const longStamp = struct(17, { date: longDate(0) });

/** @throws FileSystemError of kind `damaged` if a continuation area is outside the image */
export async function readSystemUse(
  reader: BlockReader,
  systemUse: Uint8Array,
  report: (reason: string) => void,
): Promise<SystemUse> {
  const found: Partial<Writable> & { extensions: string[] } = { extensions: [] };
  const nameParts: Uint8Array[] = [];
  const link = new LinkText();
  for (const { signature, bytes } of await entriesOf(reader, systemUse, report)) {
    switch (signature) {
      case 'PX':
        if (bytes.length >= posixAttributes.minimumBytes) Object.assign(found, posixOf(bytes));
        break;
      case 'NM':
        if (bytes.length >= alternateName.lengthBytes) nameParts.push(bytes.subarray(alternateName.lengthBytes));
        break;
      case 'SL':
        if (bytes.length >= symbolicLink.lengthBytes) link.add(bytes.subarray(symbolicLink.lengthBytes));
        break;
      case 'TF':
        if (bytes.length >= timeStamps.lengthBytes) Object.assign(found, datesOf(bytes));
        break;
      case 'PN':
        if (bytes.length >= deviceNumbers.lengthBytes) found.device = deviceOf(bytes);
        break;
      case 'CL':
        if (bytes.length >= childLink.lengthBytes) found.childBlock = childLink.decode(bytes).block;
        break;
      case 'RE':
        found.isRelocated = true;
        break;
      case 'ZF':
        found.isCompressed = true;
        break;
      case 'SP':
        if (bytes.length >= sharingProtocol.lengthBytes) found.skippedBytes = skippedBytesOf(bytes);
        break;
      case 'ER':
        found.extensions.push(extensionOf(bytes));
        break;
      default:
    }
  }
  return {
    mode: undefined,
    links: undefined,
    uid: undefined,
    gid: undefined,
    serialNumber: undefined,
    created: undefined,
    modified: undefined,
    accessed: undefined,
    changed: undefined,
    device: undefined,
    childBlock: undefined,
    isRelocated: false,
    isCompressed: false,
    skippedBytes: undefined,
    ...found,
    name: nameParts.length === 0 ? undefined : Buffer.concat(nameParts).toString('utf8'),
    linkTarget: link.text,
  };
}

const posixOf = (bytes: Uint8Array): Partial<SystemUse> => {
  const { mode, links, uid, gid, serialNumber } = posixAttributes.decode(bytes);
  return { mode, links, uid, gid, serialNumber };
};

function datesOf(bytes: Uint8Array): Partial<SystemUse> {
  const flags = timeStamps.decode(bytes);
  const stamp = flags.longForm ? longStamp : timeStamp;
  let at = timeStamps.lengthBytes;
  const dates: Partial<Writable> = {};
  for (const name of ['created', 'modified', 'accessed', 'changed'] as const) {
    if (!flags[name] || at + stamp.lengthBytes > bytes.length) continue;
    dates[name] = stamp.decode(bytes.subarray(at)).date;
    at += stamp.lengthBytes;
  }
  return dates;
}

const LOW_BYTE = 0x100;

/** Some programs put the whole number into the low word. */
function deviceOf(bytes: Uint8Array): { major: number; minor: number } {
  const { high, low } = deviceNumbers.decode(bytes);
  return high === 0 && low >= LOW_BYTE
    ? { major: Math.floor(low / LOW_BYTE), minor: low % LOW_BYTE }
    : { major: high, minor: low };
}

function skippedBytesOf(bytes: Uint8Array): number | undefined {
  const { checkHigh, checkLow, skippedBytes } = sharingProtocol.decode(bytes);
  return checkHigh === 0xbe && checkLow === 0xef ? skippedBytes : undefined;
}

function extensionOf(bytes: Uint8Array): string {
  if (bytes.length < extensionsReference.lengthBytes) return '';
  const { identifierBytes } = extensionsReference.decode(bytes);
  const start = extensionsReference.lengthBytes;
  return Buffer.from(bytes.subarray(start, start + identifierBytes)).toString('latin1');
}

/** The target of a symbolic link, from its components (RRIP 4.1.3). */
class LinkText {
  #parts: string[] = [];
  #pending: Uint8Array[] = [];
  #found = false;
  #absolute = false;

  get text(): string | undefined {
    if (!this.#found) return undefined;
    return `${this.#absolute ? '/' : ''}${this.#parts.join('/')}`;
  }

  add(components: Uint8Array): void {
    this.#found = true;
    for (let at = 0; at + linkComponent.lengthBytes <= components.length; ) {
      const { continues, current, parent, root, textBytes } = linkComponent.decode(components.subarray(at));
      const start = at + linkComponent.lengthBytes;
      if (root) this.#absolute = this.#parts.length === 0;
      else if (current) this.#parts.push('.');
      else if (parent) this.#parts.push('..');
      else this.#addText(components.subarray(start, start + textBytes), continues);
      at = start + textBytes;
    }
  }

  #addText(bytes: Uint8Array, continues: boolean): void {
    this.#pending.push(bytes);
    if (continues) return;
    this.#parts.push(Buffer.concat(this.#pending).toString('utf8'));
    this.#pending = [];
  }
}

const ALL_KINDS = 0o200000;

/** The kind in a POSIX mode, or undefined for one that does not exist. */
export function kindOfMode(mode: number): keyof typeof FileKind | undefined {
  const within = mode % ALL_KINDS;
  const kind = within - (within % KIND_UNIT);
  return (Object.keys(FileKind) as (keyof typeof FileKind)[]).find((name) => FileKind[name] === kind);
}
