import { formatLength } from '../../../src/cd/msf.ts';
import type { Toc, TocLength, TocPart, TocPlace, TocTexts, TocTrack } from '../../../src/job/toc/toc-model.ts';

const quoted = (text: string): string =>
  `"${[...text]
    .map((character) => {
      const point = character.codePointAt(0) ?? 0;
      if (character === '"') return '\\"';
      const isByte = point < 0x20 || character === '\\' || (point > 0x7e && point <= 0xff);
      return isByte ? `\\${point.toString(8).padStart(3, '0')}` : character;
    })
    .join('')}"`;

const lengthText = (length: TocLength): string =>
  'blocks' in length ? formatLength(length.blocks) : String(length.units);

const optional = (length: TocLength | undefined): string => (length === undefined ? '' : ` ${lengthText(length)}`);

const offset = (bytes: number): string => (bytes === 0 ? '' : ` #${bytes}`);

function partText(part: TocPart): string {
  switch (part.kind) {
    case 'audiofile':
      return `AUDIOFILE ${quoted(part.name)}${part.swap ? ' SWAP' : ''}${offset(part.offsetBytes)} ${lengthText(part.start)}${optional(part.length)}`;
    case 'datafile':
      return `DATAFILE ${quoted(part.name)}${offset(part.offsetBytes)}${optional(part.length)}`;
    case 'silence':
      return `SILENCE ${lengthText(part.length)}`;
    case 'zero':
      return `ZERO ${[part.mode, part.subChannel, lengthText(part.length)].filter((each) => each !== undefined).join(' ')}`;
  }
}

function languagesText(texts: ReadonlyMap<number, TocTexts>): string[] {
  return [...texts].flatMap(([number, block]) => [
    `LANGUAGE ${number} {`,
    ...(block.characterCode === undefined ? [] : [`SIZE_INFO { ${block.characterCode}, 1 }`]),
    ...block.texts.map(
      ({ item, value }) => `${item} ${'text' in value ? quoted(value.text) : `{ ${value.bytes.join(', ')} }`}`,
    ),
    '}',
  ]);
}

const placeAt = (word: string, place: TocPlace | undefined, part: number): string[] =>
  place !== undefined && 'part' in place && place.part === part ? [word] : [];
const placeInBlocks = (word: string, place: TocPlace | undefined): string[] =>
  place !== undefined && 'blocks' in place ? [`${word} ${formatLength(place.blocks)}`] : [];

function trackText(track: TocTrack): string[] {
  const parts = track.parts.flatMap((part, index) => [
    ...placeAt('START', track.start, index),
    ...placeAt('END', track.end, index),
    partText(part),
  ]);
  return [
    `TRACK ${track.mode}${track.subChannel === undefined ? '' : ` ${track.subChannel}`}`,
    ...(track.isrc === undefined ? [] : [`ISRC ${quoted(track.isrc)}`]),
    track.copy ? 'COPY' : 'NO COPY',
    track.preEmphasis ? 'PRE_EMPHASIS' : 'NO PRE_EMPHASIS',
    track.fourChannel ? 'FOUR_CHANNEL_AUDIO' : 'TWO_CHANNEL_AUDIO',
    'CD_TEXT {',
    ...languagesText(track.texts),
    '}',
    ...parts,
    ...placeAt('START', track.start, track.parts.length),
    ...placeAt('END', track.end, track.parts.length),
    ...placeInBlocks('START', track.start),
    ...placeInBlocks('END', track.end),
    ...track.indexBlocks.map((blocks) => `INDEX ${formatLength(blocks)}`),
  ];
}

/** A TOC file that says this. */
export function printToc({ type, catalog, languages, texts, tracks }: Toc): string {
  const map = [...languages].map(([number, code]) => `${number} : ${code}`);
  return [
    ...(type === undefined ? [] : [type]),
    ...(catalog === undefined ? [] : [`CATALOG ${quoted(catalog)}`]),
    'CD_TEXT {',
    ...(map.length === 0 ? [] : ['LANGUAGE_MAP {', ...map, '}']),
    ...languagesText(texts),
    '}',
    ...tracks.flatMap(trackText),
  ].join('\n');
}
