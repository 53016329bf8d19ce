import { type CheckedIdentifier, checkedCatalogNumber, checkedIsrc } from '../../image/cue-identifiers.ts';

/** The tags that identify a recording or an album, under the names of music-metadata. */
export interface IdentifierTags {
  readonly isrc?: readonly string[];
  readonly barcode?: string;
  readonly catalognumber?: readonly string[];
}

/** The ISRC in the tags of a file. @param warnings gets why one is not used */
export function isrcOfTags(name: string, { isrc = [] }: IdentifierTags, warnings: string[]): string | undefined {
  const found = new Set<string>();
  for (const text of isrc) {
    const { value, doubt } = checkedIsrc(text);
    if (doubt !== undefined) warnings.push(`${name}: ${doubt}: ${text}`);
    if (value !== undefined) found.add(value);
  }
  const [first] = found;
  if (found.size > 1)
    warnings.push(`${name}: its tags have ${found.size} ISRCs (${[...found].join(', ')}): the first is used`);
  return first;
}

/** A record company's own number, which is what this tag usually has, is not one of 13 digits. */
const isBarcode = (text: string): boolean => /^[\d\s-]+$/.test(text) && keptOf(text).value !== undefined;

/** In a tag nobody has checked the number, so a wrong check digit means that it is wrong. */
function keptOf(text: string): CheckedIdentifier {
  const { value, doubt } = checkedCatalogNumber(text);
  if (doubt === undefined) return { ...(value === undefined ? {} : { value }) };
  return { doubt: value === undefined ? doubt : `${doubt}: it is not kept` };
}

/** The catalogue number of the disc, from the tags of all files. @param warnings gets why there is none */
export function catalogueNumberOfTags(tags: readonly IdentifierTags[], warnings: string[]): string | undefined {
  const texts = tags.flatMap(({ barcode, catalognumber = [] }) => [
    ...(barcode === undefined || barcode.trim() === '' ? [] : [barcode]),
    ...catalognumber.filter(isBarcode),
  ]);
  const found = new Set<string>();
  for (const text of new Set(texts)) {
    const { value, doubt } = keptOf(text);
    if (doubt !== undefined) warnings.push(`the barcode in the tags: ${doubt}: ${text}`);
    if (value !== undefined) found.add(value);
  }
  if (found.size <= 1) return [...found][0];
  warnings.push(
    `the tags of the files have ${found.size} barcodes (${[...found].join(', ')}): the disc gets no catalogue number`,
  );
  return undefined;
}
