import { concatBytes } from '../../codec/index.ts';
import type { TreeNode } from '../tree/model.ts';
import {
  alternateName,
  deviceNumbers,
  entryOf,
  extensionsReference,
  linkComponent,
  posixAttributes,
  roomAfter,
  sharingProtocol,
  symbolicLink,
  timeStamp,
  timeStamps,
  type UseEntry,
} from './system-use.ts';

/** The kinds of files in POSIX modes (RRIP 4.1.1). */
export const FileKind = {
  pipe: 0o010000,
  character: 0o020000,
  folder: 0o040000,
  block: 0o060000,
  file: 0o100000,
  link: 0o120000,
  socket: 0o140000,
} as const;

export const KIND_UNIT = 0o10000;

/** What Rock Ridge records of a node, apart from its name. */
export interface RockRidgeFacts {
  readonly node: TreeNode;
  /** Names of a file; for a folder, two and one for each folder in it. */
  readonly links: number;
  /** The same for all names of one file. */
  readonly serialNumber: number;
  readonly modified: Date;
}

const kindBits = (node: TreeNode): number => FileKind[node.kind === 'device' ? node.device : node.kind];

/** The mode of a node whose tree does not say it. */
export const defaultMode = (node: TreeNode): number =>
  node.kind === 'folder' ? 0o555 : node.kind === 'link' ? 0o777 : 0o444;

const posixEntry = ({ node, links, serialNumber }: RockRidgeFacts): UseEntry =>
  entryOf(posixAttributes, () => ({
    mode: kindBits(node) + ((node.mode ?? defaultMode(node)) % KIND_UNIT),
    links,
    uid: node.uid ?? 0,
    gid: node.gid ?? 0,
    serialNumber,
  }));

function timesEntry({ node, modified }: RockRidgeFacts): UseEntry {
  const { created, accessed, changed } = node;
  const dates = [created, modified, accessed, changed].filter((date) => date !== undefined);
  const lengthBytes = timeStamps.lengthBytes + dates.length * timeStamp.lengthBytes;
  return {
    lengthBytes,
    encode: () =>
      concatBytes([
        timeStamps.encode({
          lengthBytes,
          created: created !== undefined,
          modified: true,
          accessed: accessed !== undefined,
          changed: changed !== undefined,
        }),
        ...dates.map((date) => timeStamp.encode({ date })),
      ]),
  };
}

/** A name in as many entries as it needs. */
function nameEntries(name: string): UseEntry[] {
  const bytes = Buffer.from(name);
  const room = roomAfter(alternateName.lengthBytes);
  const parts = Array.from({ length: Math.ceil(bytes.length / room) }, (_, index) =>
    bytes.subarray(index * room, (index + 1) * room),
  );
  return parts.map((part, index) => {
    const lengthBytes = alternateName.lengthBytes + part.length;
    const continues = index < parts.length - 1;
    return { lengthBytes, encode: () => concatBytes([alternateName.encode({ lengthBytes, continues }), part]) };
  });
}

/** A part of a path: a kind of its own, or text. */
interface Component {
  readonly flags: { readonly root?: true; readonly current?: true; readonly parent?: true };
  readonly text: Uint8Array;
}

const NO_TEXT = new Uint8Array(0);

/** Empty parts are left out, as every system does when it follows a link. */
function componentsOf(target: string): Component[] {
  const parts = target.split('/').filter((part) => part !== '');
  return [
    ...(target.startsWith('/') ? [{ flags: { root: true } as const, text: NO_TEXT }] : []),
    ...parts.map((part): Component => {
      if (part === '.') return { flags: { current: true }, text: NO_TEXT };
      return part === '..' ? { flags: { parent: true }, text: NO_TEXT } : { flags: {}, text: Buffer.from(part) };
    }),
  ];
}

const encodeComponent = ({ flags, text }: Component, continues = false): Uint8Array =>
  concatBytes([linkComponent.encode({ ...flags, continues, textBytes: text.length }), text]);

/**
 * The components of a link, for one entry after another. An entry that is not the last ends in the middle of a component, even an empty one:
 * libarchive would leave out the slash between two components in two entries (findings/libarchive-rock-ridge-link-slash.sh).
 */
function linkGroups(target: string): Uint8Array[] {
  const room = roomAfter(symbolicLink.lengthBytes);
  const header = linkComponent.lengthBytes;
  const groups: Uint8Array[][] = [[]];
  let used = 0;
  const add = (bytes: Uint8Array): void => {
    groups.at(-1)?.push(bytes);
    used += bytes.length;
  };
  const components = componentsOf(target);
  for (const [index, component] of components.entries()) {
    let { text } = component;
    const reserved = index === components.length - 1 ? 0 : header;
    while (used + header + text.length + reserved > room) {
      const cut = Math.max(0, Math.min(text.length - 1, room - used - header));
      add(encodeComponent({ flags: {}, text: text.subarray(0, cut) }, true));
      text = text.subarray(cut);
      groups.push([]);
      used = 0;
    }
    add(encodeComponent({ ...component, text }));
  }
  return groups.map((group) => concatBytes(group));
}

/** A link in as many entries as it needs. */
function linkEntries(target: string): UseEntry[] {
  const groups = linkGroups(target);
  return groups.map((group, index) => {
    const lengthBytes = symbolicLink.lengthBytes + group.length;
    const continues = index < groups.length - 1;
    return { lengthBytes, encode: () => concatBytes([symbolicLink.encode({ lengthBytes, continues }), group]) };
  });
}

/**
 * How long the entries of an ordinary file or folder are, without making them; undefined for any other. There are as many of these as files.
 */
export function ordinaryEntriesBytes(node: TreeNode): number | undefined {
  if (node.kind === 'link' || node.kind === 'device') return undefined;
  const nameBytes = Buffer.byteLength(node.name);
  if (nameBytes > roomAfter(alternateName.lengthBytes)) return undefined;
  const dates =
    1 +
    (node.created === undefined ? 0 : 1) +
    (node.accessed === undefined ? 0 : 1) +
    (node.changed === undefined ? 0 : 1);
  return (
    posixAttributes.lengthBytes +
    timeStamps.lengthBytes +
    dates * timeStamp.lengthBytes +
    alternateName.lengthBytes +
    nameBytes
  );
}

/** A folder's own record and that of its parent have no name. */
export const selfEntries = (facts: RockRidgeFacts): UseEntry[] => [posixEntry(facts), timesEntry(facts)];

/** What a node's record in its folder has. */
export function nodeEntries(facts: RockRidgeFacts): UseEntry[] {
  const { node } = facts;
  const entries = [...selfEntries(facts), ...nameEntries(node.name)];
  if (node.kind === 'link') entries.push(...linkEntries(node.target));
  if (node.kind === 'device' && (node.device === 'block' || node.device === 'character')) {
    entries.push(entryOf(deviceNumbers, () => ({ high: node.major ?? 0, low: node.minor ?? 0 })));
  }
  return entries;
}

export const sharingEntry: UseEntry = entryOf(sharingProtocol, () => ({}));

/** RRIP 4.3: the texts that identify version 1.12. */
const IDENTIFIER = 'IEEE_P1282';
const DESCRIPTOR = 'THE IEEE P1282 PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS';
const SOURCE = 'PLEASE CONTACT THE IEEE STANDARDS DEPARTMENT, PISCATAWAY, NJ, USA FOR THE P1282 SPECIFICATION.';

export const extensionsEntry: UseEntry = {
  lengthBytes: extensionsReference.lengthBytes + IDENTIFIER.length + DESCRIPTOR.length + SOURCE.length,
  encode() {
    const header = extensionsReference.encode({
      lengthBytes: this.lengthBytes,
      identifierBytes: IDENTIFIER.length,
      descriptorBytes: DESCRIPTOR.length,
      sourceBytes: SOURCE.length,
    });
    return concatBytes([header, Buffer.from(IDENTIFIER + DESCRIPTOR + SOURCE, 'latin1')]);
  },
};
