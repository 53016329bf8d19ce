import type { TreeNode } from '../../tree/model.ts';
import { encodeUcs2 } from '../ucs2.ts';

/** An interchange level of ISO 9660 (ECMA-119 clause 10). */
export type IsoLevel = 1 | 2 | 3;

/** The two parts of a name; a folder of ISO 9660 has no extension. */
interface Parts {
  readonly stem: string;
  readonly extension: string;
}

/** How names of one hierarchy are made. */
export interface NamingRules {
  /** The parts of a name, cut to what is allowed. */
  partsOf(name: string, isFolder: boolean): Parts;
  /** How long a stem may be next to this extension. */
  longestStem(extension: string, isFolder: boolean): number;
  /** As recorded, without a version. */
  join(parts: Parts, isFolder: boolean): string;
  /** What makes two names the same. */
  key(parts: Parts): string;
  /** As bytes. */
  encode(identifier: string, isFolder: boolean): Uint8Array;
  /** What sorts as ECMA-119, 9.3 says. */
  sortKey(identifier: string): string;
}

/** The last full stop that is not the first character, and what follows it. */
function splitName(name: string): Parts {
  const dot = name.lastIndexOf('.');
  return dot <= 0 || dot === name.length - 1
    ? { stem: name, extension: '' }
    : { stem: name.slice(0, dot), extension: name.slice(dot + 1) };
}

const MARKS = /\p{M}/gu;

/** In capital letters, digits and underscores (d-characters, ECMA-119, 7.4.1); letters lose their accents. */
function inDCharacters(text: string): string {
  return /^[0-9A-Z_]*$/.test(text)
    ? text
    : text
        .normalize('NFKD')
        .replace(MARKS, '')
        .toUpperCase()
        .replace(/[^0-9A-Z_]/gu, '_');
}

/** ECMA-119, 7.5.1, 7.6.1 and 10.1 to 10.3: 8.3 characters at level 1, 30 without the full stop at levels 2 and 3; folders 8 or 31. */
export function isoRules(level: IsoLevel): NamingRules {
  const short = level === 1;
  const longestExtension = short ? 3 : 15;
  const longestStem = (extension: string, isFolder: boolean): number =>
    isFolder ? (short ? 8 : 31) : short ? 8 : 30 - extension.length;
  return {
    longestStem,
    partsOf(name, isFolder) {
      const split = isFolder ? { stem: name, extension: '' } : splitName(name);
      const extension = inDCharacters(split.extension).slice(0, longestExtension);
      return { stem: inDCharacters(split.stem).slice(0, longestStem(extension, isFolder)), extension };
    },
    join: ({ stem, extension }, isFolder) => (isFolder ? stem : `${stem}.${extension}`),
    key: ({ stem, extension }) => `${stem}.${extension}`,
    encode: (identifier, isFolder) => Buffer.from(isFolder ? identifier : `${identifier};1`, 'latin1'),
    sortKey: (identifier) => identifier,
  };
}

/** Joliet specification: 128 bytes. */
const LONGEST_JOLIET_NAME = 64;

const LONE_HIGH_SURROGATE = /[\ud800-\udbff]$/;
/** Cut, but not in the middle of a pair of surrogates. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(LONE_HIGH_SURROGATE, '');

/** Joliet specification: 64 characters of UCS-2, without control characters and * / : ; ? \ */
export const jolietRules: NamingRules = {
  longestStem: (extension) => LONGEST_JOLIET_NAME - (extension === '' ? 0 : extension.length + 1),
  partsOf(name, isFolder) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name
    const allowed = name.replace(/[\u0000-\u001f*/:;?\\]/g, '_');
    const split = isFolder ? { stem: allowed, extension: '' } : splitName(allowed);
    // A long "extension" is the rest of a sentence.
    const { stem, extension } = split.extension.length > 16 ? { stem: allowed, extension: '' } : split;
    return { stem: cut(stem, this.longestStem(extension, isFolder)), extension };
  },
  join: ({ stem, extension }) => (extension === '' ? stem : `${stem}.${extension}`),
  key: ({ stem, extension }) => (extension === '' ? stem : `${stem}.${extension}`),
  encode: (identifier) => encodeUcs2(identifier),
  // A name that ends before a full stop comes first.
  sortKey: (identifier) => identifier.replaceAll('.', '\u0001'),
};

/**
 * The identifiers of the nodes in one folder, in their order. Of several that would have the same one, the one whose name needs no change
 * keeps it, or else the first; the others get a number at the end of the stem. The same nodes get the same identifiers.
 */
export function identifiersFor(nodes: readonly TreeNode[], rules: NamingRules): string[] {
  const used = new Set<string>();
  const nextNumber = new Map<string, number>();
  const identifiers: string[] = new Array(nodes.length);
  const wanted = nodes.map((node) => rules.partsOf(node.name, node.kind === 'folder'));
  const isUnchanged = (index: number): boolean => {
    const parts = wanted[index] as Parts;
    return (parts.extension === '' ? parts.stem : `${parts.stem}.${parts.extension}`) === nodes[index]?.name;
  };
  const give = (index: number, parts: Parts): void => {
    used.add(rules.key(parts));
    identifiers[index] = rules.join(parts, nodes[index]?.kind === 'folder');
  };
  for (const [index, parts] of wanted.entries()) {
    if (isUnchanged(index) && !used.has(rules.key(parts))) give(index, parts);
  }
  for (const [index, parts] of wanted.entries()) {
    if (identifiers[index] !== undefined) continue;
    const key = rules.key(parts);
    if (!used.has(key)) {
      give(index, parts);
      continue;
    }
    const longest = rules.longestStem(parts.extension, nodes[index]?.kind === 'folder');
    for (let number = nextNumber.get(key) ?? 1; ; number++) {
      const suffix = `_${number}`;
      const numbered = { ...parts, stem: cut(parts.stem, longest - suffix.length) + suffix };
      if (used.has(rules.key(numbered))) continue;
      nextNumber.set(key, number + 1);
      give(index, numbered);
      break;
    }
  }
  return identifiers;
}
