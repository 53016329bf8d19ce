import { type FieldInWords, identifierInWords, namedValueInWords } from '../codec/index.ts';
import { msfInWords } from './msf-in-words.ts';

/** How much is said. */
export interface Wording {
  /** Everything: flags that are not set, empty texts, bytes that are zero, and lines of any length. */
  readonly full: boolean;
  /** The disc's profile, as far as the trace has shown it. */
  readonly profile?: number | undefined;
}

/** A flag that is not set, an empty text, bytes that are all zero: what a list that names what is set need not say. */
const SAYS_NOTHING = /^(?:no|""|(?:00 ?)*)$/;
/** The name of one field of a list's entry: `[3].startLba`. */
const LIST_ENTRY = /^\[(\d+)\]\.(.*)$/;
const MAX_CHARACTERS = 400;

function fieldInWords({ name, text, valid }: FieldInWords, { full }: Wording): string | undefined {
  if (!full && (valid === false || SAYS_NOTHING.test(text))) return undefined;
  if (valid === false) return `${identifierInWords(name)} not valid (${text})`;
  return namedValueInWords(name, text);
}

const isSaid = (words: string | undefined): words is string => words !== undefined;

function phraseOf(fields: readonly FieldInWords[], wording: Wording): string {
  return msfInWords(fields)
    .map((field) => fieldInWords(field, wording))
    .filter(isSaid)
    .join(', ');
}

/** Fields as one phrase; entries of a list in parentheses. Cut off where it is too long, unless everything is wanted. */
export function fieldsInWords(fields: readonly FieldInWords[], wording: Wording): string {
  const plain: FieldInWords[] = [];
  const entries = new Map<string, FieldInWords[]>();
  for (const field of fields) {
    const [, index, name] = LIST_ENTRY.exec(field.name) ?? [];
    if (index === undefined || name === undefined) plain.push(field);
    else entries.set(index, [...(entries.get(index) ?? []), { ...field, name }]);
  }
  const listed = [...entries.values()].map((entry) => `(${phraseOf(entry, wording)})`);
  return shorten([phraseOf(plain, wording), ...listed].filter((part) => part !== '').join(' '), wording);
}

export const shorten = (words: string, { full }: Wording): string =>
  full || words.length <= MAX_CHARACTERS ? words : `${words.slice(0, MAX_CHARACTERS - 2).trimEnd()} …`;
