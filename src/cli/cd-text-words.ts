import type { CdTextBlock, CdTextTexts } from '../index.ts';
import { cdTextLanguageName } from '../mmc/index.ts';

const textsInWords = (texts: CdTextTexts): string =>
  Object.entries(texts)
    .map(([name, text]) => `${name} "${text}"`)
    .join(', ');

/** The CD-TEXT of one language: a heading, the album, its tracks. */
export function cdTextInWords({ language, album, tracks, firstTrack, discId, genre }: CdTextBlock): string[] {
  const more = [
    ...(discId === undefined ? [] : [`disc ID "${discId}"`]),
    ...(genre === undefined ? [] : [`genre ${genre.code}${genre.text === '' ? '' : ` "${genre.text}"`}`]),
  ];
  return [
    `CD-TEXT, ${cdTextLanguageName(language)}`,
    `  Album: ${[textsInWords(album), ...more].filter((text) => text !== '').join(', ')}`,
    ...tracks.map((texts, index) => `  Track ${firstTrack + index}: ${textsInWords(texts)}`),
  ];
}
