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

/** The parts of a path as component records: empty parts are left out, as every system does when it follows a link. */
function componentsOf(target: string): Uint8Array[] {
  const room = roomAfter(symbolicLink.lengthBytes + linkComponent.lengthBytes);
  const components: Uint8Array[] = target.startsWith('/') ? [linkComponent.encode({ root: true, textBytes: 0 })] : [];
  for (const part of target.split('/')) {
    if (part === '') continue;
    if (part === '.') components.push(linkComponent.encode({ current: true, textBytes: 0 }));
    else if (part === '..') components.push(linkComponent.encode({ parent: true, textBytes: 0 }));
    else {
      const bytes = Buffer.from(part);
      for (let at = 0; at < bytes.length; at += room) {
        const piece = bytes.subarray(at, at + room);
        const continues = at + room < bytes.length;
        components.push(concatBytes([linkComponent.encode({ continues, textBytes: piece.length }), piece]));
      }
    }
  }
  return components;
}

/** A link in as many entries as it needs; no component is divided between two. */
function linkEntries(target: string): UseEntry[] {
  const room = roomAfter(symbolicLink.lengthBytes);
  const groups: Uint8Array[][] = [[]];
  let used = 0;
  for (const component of componentsOf(target)) {
    if (used + component.length > room) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(component);
    used += component.length;
  }
  return groups.map((group, index) => {
    const lengthBytes = symbolicLink.lengthBytes + group.reduce((sum, each) => sum + each.length, 0);
    const continues = index < groups.length - 1;
    return { lengthBytes, encode: () => concatBytes([symbolicLink.encode({ lengthBytes, continues }), ...group]) };
  });
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
