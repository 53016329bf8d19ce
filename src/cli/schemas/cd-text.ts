import * as z from 'zod';
import { count, list, maybe, text } from './kinds.ts';

const texts = (what: string) =>
  z
    .object({
      title: maybe(text('the title')),
      performer: maybe(text('the performer')),
      songwriter: maybe(text('the songwriter')),
      composer: maybe(text('the composer')),
      arranger: maybe(text('the arranger')),
      message: maybe(text('a message')),
      closedInfo: maybe(text('what players do not show')),
      code: maybe(text("the album's UPC/EAN, a track's ISRC")),
    })
    .describe(what);

export const cdTextBlock = z
  .object({
    language: count('the EBU code of the language: 9 is English; 0 is unknown'),
    characterCode: count('the code of its characters: 0 ISO 8859-1, 1 ASCII, 128 MS-JIS, 129 Korean, 130 Mandarin'),
    firstTrack: count('the track that the first texts are of'),
    album: texts('the texts of the album'),
    tracks: list(texts('the texts of a track'), 'the texts of the tracks, from the first track on'),
    copyProtection: maybe(count('the flags that say whether the texts may be copied')),
    discId: maybe(text('the identification of the disc')),
    genre: maybe(
      z.object({ code: count('its number'), text: text('its name') }).describe('the genre of the list of CD-TEXT'),
    ),
  })
  .describe('the texts of one language');
