import { type CdTextPack, cdTextPack, crcOfPack } from '../../../src/cd/cd-text/pack.ts';
import { fromHex } from '../../../src/codec/index.ts';
import { CUE_LEAD_IN, CUE_LEAD_OUT, CueAdr, cueEntry, cuePosition } from '../../../src/mmc/commands/send-cue-sheet.ts';
import type { WholeSession } from '../../support/whole-session.mjs';
import { type Aspects, PAGE_FIELDS, pageField } from '../tao/aspects.ts';
import { hexOf } from '../tao/steps.ts';

const SIZES = 0x8f;
const hexByte = (value: number): string => `${value.toString(16).toUpperCase().padStart(2, '0')}h`;
const asText = (bytes: Uint8Array): string => String.fromCharCode(...bytes).replace(/\0+$/, '');

/** The fields of every entry of a cue sheet, by what the entry is about; and the order of the entries. */
function cueSheetFields(sheet: readonly string[]): Aspects {
  const fields: Record<string, string> = {};
  const order: string[] = [];
  for (const entry of sheet.map((hex) => cueEntry.decode(fromHex(hex)))) {
    const { name, values } = entryFields(entry.adr, entry.content);
    const half = order.at(-1) === name ? `${name}, second half` : name;
    order.push(half);
    for (const [field, value] of Object.entries({ control: entry.control, ...values }))
      fields[`cue sheet, ${half}: ${field}`] = String(value);
  }
  return { ...fields, 'cue sheet, order': order.join(', ') };
}

function entryFields(adr: number, content: Uint8Array) {
  if (adr === CueAdr.CatalogNumber) return { name: 'catalogue number', values: { text: asText(content) } };
  if (adr === CueAdr.Isrc)
    return { name: `ISRC of track ${content[0]}`, values: { text: asText(content.subarray(1)) } };
  const { track, index, minute, second, frame, dataForm, ...rest } = cuePosition.decode(content);
  const place = track === CUE_LEAD_IN ? 'lead-in' : track === CUE_LEAD_OUT ? 'lead-out' : `track ${track}`;
  const address = [minute, second, frame].map((part) => String(part).padStart(2, '0')).join(':');
  return {
    name: place.startsWith('track') ? `${place}, index ${index}` : place,
    values: { address, 'data form': hexByte(dataForm), ...rest },
  };
}

/** The bytes of texts, as they are between the zeros that end them. */
const textsOf = (packs: readonly CdTextPack[]): string[] =>
  String.fromCharCode(...packs.flatMap(({ payload }) => [...payload]))
    .replace(/\0+$/, '')
    .split('\0')
    .map((text) => text.replaceAll('\t', '(tab)'));

/** Everything in the packs of a lead-in: how many, sizes, texts, and whether numbers and checksums are right. */
function packFields(packs: readonly string[]): Aspects {
  const decoded = packs.map((hex) => cdTextPack.decode(fromHex(hex)));
  const fields: Record<string, string> = { packs: String(packs.length) };
  for (const block of new Set(decoded.map((pack) => pack.block))) {
    const own = decoded.filter((pack) => pack.block === block);
    const language = `language ${block}`;
    fields[`packs, ${language}: numbered`] = own.every(({ sequence }, at) => sequence === at) ? 'from 0' : 'otherwise';
    fields[`packs, ${language}: CRC`] = own.every((pack) => pack.crc === crcOfPack(pack)) ? 'right' : 'wrong';
    fields[`packs, ${language}: double byte`] = String(own.some(({ doubleByte }) => doubleByte));
    const sizes = own.filter(({ packType }) => packType === SIZES).flatMap(({ payload }) => [...payload]);
    fields[`packs, ${language}: sizes`] = sizes.map((size) => size.toString(16)).join(' ');
    for (const type of new Set(own.map(({ packType }) => packType))) {
      if (type === SIZES) continue;
      const ofType = own.filter(({ packType }) => packType === type);
      fields[`packs, ${language}: tracks of ${hexByte(type)}`] = [...new Set(ofType.map(({ track }) => track))].join(
        ' ',
      );
      for (const [track, text] of textsOf(ofType).entries())
        fields[`packs, ${language}: ${hexByte(type)} of track ${track}`] = text;
    }
  }
  return fields;
}

/** Everything about a session that is compared, by name. */
export function fieldsOf({ order, page, cueSheet, packs, leadIn, program, programCrc32 }: WholeSession): Aspects {
  const bytes = fromHex(page);
  return {
    'the commands that write': order,
    ...Object.fromEntries(PAGE_FIELDS.map((field) => [`page 05h ${field.name}`, String(pageField(bytes, field))])),
    'page 05h, the rest': hexOf(bytes.subarray(16)).replace(/^(?:00 ?)*$/, 'zero'),
    ...cueSheetFields(cueSheet),
    ...packFields(packs),
    'WRITE of the lead-in': leadIn,
    'WRITE of the program area': program,
    'CRC-32 of the program area': programCrc32,
  };
}
