import type { FieldInWords } from '../codec/index.ts';

/** What is not worth saying: a flag that is not set, a zero, nothing. Addresses always are: LBA 0 is a place. */
const SAYS_NOTHING = /^(?:no|0(?: [\w/]+)?|0+h|""|(?:00 ?)*)$/;
/** A unit at the end of a name that the value has too: `readKBps`, `lengthBlocks`. */
const UNIT = /(?<=[a-z0-9])(?:KBps|KiB|KB|Ms|Seconds|Blocks|Bytes)$/;
const IS_ADDRESS = /lba$/i;
/** The name of one field of a list's entry: `[3].startLba`. */
const LIST_ENTRY = /^\[(\d+)\]\.(.*)$/;
const MAX_CHARACTERS = 400;

/** `startLba` as `start LBA`. */
export const nameInWords = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\blba\b/, 'LBA');

function fieldInWords({ name, text }: FieldInWords): string | undefined {
  if (SAYS_NOTHING.test(text) && !IS_ADDRESS.test(name)) return undefined;
  if (text === 'yes') return nameInWords(name);
  return `${nameInWords(/^-?\d+ \S/.test(text) ? name.replace(UNIT, '') : name)} ${text}`;
}

const isSaid = (words: string | undefined): words is string => words !== undefined;

/** Fields as one phrase, without those that say nothing; entries of a list in parentheses; cut off where it is too long. */
export function fieldsInWords(fields: readonly FieldInWords[]): string {
  const plain: FieldInWords[] = [];
  const entries = new Map<string, FieldInWords[]>();
  for (const field of fields) {
    const [, index, name] = LIST_ENTRY.exec(field.name) ?? [];
    if (index === undefined || name === undefined) plain.push(field);
    else entries.set(index, [...(entries.get(index) ?? []), { name, text: field.text }]);
  }
  const own = plain.map(fieldInWords).filter(isSaid).join(', ');
  const listed = [...entries.values()].map((entry) => `(${entry.map(fieldInWords).filter(isSaid).join(', ')})`);
  return shorten([own, ...listed].filter((part) => part !== '').join(' '));
}

export const shorten = (words: string): string =>
  words.length <= MAX_CHARACTERS ? words : `${words.slice(0, MAX_CHARACTERS - 2).trimEnd()} …`;
