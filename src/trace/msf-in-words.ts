import type { FieldInWords } from '../codec/index.ts';

const MINUTE = /^(?:minute|(.+)Minute)$/;

/** Q entries whose last three bytes are not an address (MMC-5 6.26), and what they hold. */
const NOT_AN_ADDRESS: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  A0h: { pointMinute: 'firstTrack', pointSecond: 'discType' },
  A1h: { pointMinute: 'lastTrack' },
};

const twoDigits = (text: string): string => text.padStart(2, '0');

/**
 * Three fields in a row that are minute, second and frame, as one: `pointMsf 74:30:00`. Where a table of contents has
 * something else in their place, they are named after that.
 */
export function msfInWords(fields: readonly FieldInWords[]): FieldInWords[] {
  const point = fields.find(({ name }) => name === 'point')?.text ?? '';
  const said: FieldInWords[] = [];
  for (let index = 0; index < fields.length; index++) {
    const minute = fields[index] as FieldInWords;
    const [second, frame] = [fields[index + 1], fields[index + 2]];
    const found = MINUTE.exec(minute.name);
    const prefix = found?.[1];
    const named = (part: string): string => (prefix === undefined ? part.toLowerCase() : `${prefix}${part}`);
    if (found === null || second?.name !== named('Second') || frame?.name !== named('Frame')) {
      said.push(minute);
      continue;
    }
    index += 2;
    const names = NOT_AN_ADDRESS[point];
    if (names === undefined || prefix !== 'point') {
      said.push({ name: named('Msf'), text: [minute, second, frame].map(({ text }) => twoDigits(text)).join(':') });
      continue;
    }
    for (const { name, text } of [minute, second, frame]) {
      const renamed = names[name];
      if (renamed !== undefined) said.push({ name: renamed, text });
    }
  }
  return said;
}
