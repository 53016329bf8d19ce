/** Names of the language codes (EBU Tech 3264 appendix 3), as Sony's text sheets spell them. */
export const LANGUAGE_NAMES: ReadonlyMap<number, string> = new Map(
  (
    [
      [
        0x00,
        'Unknown Albanian Breton Catalan Croatian Welsh Czech Danish German English Spanish Esperanto Estonian Basque Faroese French',
      ],
      [
        0x10,
        'Frisian Irish Gaelic Galician Icelandic Italian Lappish Latin Latvian Luxembourgian Lithuanian Hungarian Maltese Dutch Norwegian Occitan',
      ],
      [0x20, 'Polish Portuguese Romanian Romansh Serbian Slovak Slovenian Finnish Swedish Turkish Flemish Wallon'],
      [
        0x45,
        'Zulu Vietnamese Uzbek Urdu Ukrainian Thai Telugu Tatar Tamil Tadzhik Swahili Sranan_Tongo Somali Sinhalese Shona Serbo-croat Ruthenian Russian Quechua Pushtu Punjabi Persian Papamiento Oriya Nepali Ndebele Marathi Moldavian Malaysian Malagasay Macedonian Laotian Korean Khmer Kazakh Kannada Japanese Indonesian Hindi Hebrew Hausa Gurani Gujurati Greek Georgian Fulani Dari Churash Chinese Burmese Bulgarian Bengali Bielorussian Bambora Azerbaijani Assamese Armenian Arabic Amharic',
      ],
    ] as const
  ).flatMap(([first, names]) =>
    names.split(' ').map((name, index) => [first + index, name.replace('_', ' ')] as const),
  ),
);

/** `English`; of a code without a name `language 7Ch`. */
export const cdTextLanguageName = (code: number): string =>
  LANGUAGE_NAMES.get(code) ?? `language ${code.toString(16).toUpperCase().padStart(2, '0')}h`;

/** Names of the genre codes of CD-TEXT, as Sony's text sheets spell them. */
export const GENRE_NAMES: readonly string[] = [
  'No Used',
  'No Defined',
  'Adult Contemporary',
  'Alternative Rock',
  "Childrens' Music",
  'Classical',
  'Contemporary Christian',
  'Country',
  'Dance',
  'Easy Listening',
  'Erotic',
  'Folk',
  'Gospel',
  'Hip Hop',
  'Jazz',
  'Latin',
  'Musical',
  'New Age',
  'Opera',
  'Operetta',
  'Pop Music',
  'Rap',
  'Reggae',
  'Rock Music',
  'Rhythm & Blues',
  'Sound Effects',
  'Sound Track',
  'Spoken Word',
  'World Music',
];
