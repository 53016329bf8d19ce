import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** `mmc` has declarations, whose fields say their units themselves; `imapi2` is described by IMAPI2. */
const ENTRIES = ['discwright', 'image', 'picture', 'simulator', 'trace'];
const EXPORT = /^export (?:declare |abstract |async )*(?:interface|const|class|function) (\w+)/gm;
const exported = new Set(
  ENTRIES.flatMap((entry) =>
    [...readFileSync(join(ROOT, 'api', `${entry}.api.md`), 'utf8').matchAll(EXPORT)].map(([, name = '']) => name),
  ),
);

interface Declaration {
  readonly name: string;
  readonly docstring: string;
  /** From its first line to the one that is not indented. */
  readonly body: string;
}

const DECLARATION =
  /(?:(\/\*\*(?:(?!\*\/)[\s\S])*?\*\/)\n)?export (?:async )?(?:function\*?|class|interface) (\w+)([\s\S]*?\n[})][^\n]*)\n/g;

const declarationsIn = (text: string): Declaration[] =>
  [...text.matchAll(DECLARATION)].map(([, docstring = '', name = '', body = '']) => ({ name, docstring, body }));

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/^(?:cli|imapi2|mmc|codec|scsi)\//.test(name))
  .flatMap((name) => declarationsIn(readFileSync(join(ROOT, 'src', name), 'utf8')))
  .filter(({ name }) => exported.has(name));

const FAILS = /\): (?:Promise|Operation)<|^async |\bthrow |\brequire[A-Z]\w*\(/;
const isFunction = ({ body }: Declaration): boolean => /^(?:<[^(]*>)?\(/.test(body);

/** Functions that can fail, of which the docstring does not say with what. */
const withoutThrows = (all: readonly Declaration[]): string[] =>
  all
    .filter((each) => isFunction(each) && FAILS.test(each.body) && !each.docstring.includes('@throws'))
    .map(({ name }) => name);

test('every exported function that can fail says with what', () => {
  expect(withoutThrows(sources)).toEqual([]);
});

const MEMBER = /(\/\*\*(?:(?!\*\/)[\s\S])*?\*\/\n\s*)?(?:readonly )?(?<!#)\b(\w+)\??: (?:readonly )?number\b/g;
const SUFFIX = /(?:Ms|Bytes|Blocks?|Lbas?|KBps|KB|Samples|Db|Lufs|Hz|Px|Number|Count|Percent)$/;
/** What is numbered or counted, and has no unit. */
const COUNTED =
  /^(?:lba|line|code|milliseconds|slowest|fastest|tracks?|sessions?|number|index|profile|control|adr|passes|retries|nextTrack|firstTrack|seq|asc|ascq|key|minute|second|frame|major|minor|[ug]id|mode|a[12])$/;
const UNIT =
  /block|byte|second|\b\d+x\b|multiples of 1x|\bdB\b|LUFS|sample|address|LBA|\bhow (?:many|often|long|far)|number|count|times|Hz|\bbits\b|code|hexadecimal|index|digit|character|\bof 1\b|0 to 1|INDEX|pieces|WRITEs|[0-9A-F]h\b|Default: 2\b|1 or 2|flags/i;

/** Numeric members of which neither the name nor the docstring says what they count or measure. */
const withoutUnit = (all: readonly Declaration[]): string[] =>
  all
    .filter((each) => !isFunction(each))
    .flatMap(({ name, docstring, body }) =>
      [...body.matchAll(MEMBER)]
        .filter(([, own, member = '']) => !(SUFFIX.test(member) || COUNTED.test(member) || UNIT.test(own ?? docstring)))
        .map(([, , member = '']) => `${name}.${member}`),
    );

test('every number in what is exported says its unit', () => {
  expect(withoutUnit(sources)).toEqual([]);
});

test('a function without its errors and a number without its unit are found', () => {
  const text = `/** Reads. */
export async function read(drive: Drive): Promise<void> {
  return;
}

/** Reads. @throws SenseError */
export async function well(drive: Drive): Promise<void> {
  return;
}

/** A place. */
export interface Place {
  readonly lengthBlocks: number;
  /** In milliseconds. */
  readonly limit: number;
  readonly speed?: number;
}
`;
  expect(withoutThrows(declarationsIn(text))).toEqual(['read']);
  expect(withoutUnit(declarationsIn(text))).toEqual(['Place.speed']);
});
