// What a command or a mode page declares: the clause of the standard, its effect, its fields.
import { code, escapeHtml, section, table } from './html.mjs';

/** @param value an export: anything, also undefined */
export function declarationHtml(value) {
  const spec = value?.spec ?? value;
  if (typeof spec?.clause !== 'string') return '';
  const facts = [
    ['name in the standard', spec.name],
    ['source', spec.clause],
    ['operation code', hex(spec.opcode)],
    ['page code', hex(spec.code)],
    ['effect', spec.effect],
    ['data', spec.direction === undefined ? undefined : DIRECTIONS[spec.direction]],
    ['time-out', spec.timeoutMs === undefined ? undefined : `${spec.timeoutMs / 1000} s`],
  ].filter(([, fact]) => fact !== undefined);
  return [
    section(
      'Declaration',
      table(
        ['', ''],
        facts.map((cells) => cells.map(escapeHtml)),
      ),
    ),
    section('Fields of the CDB', fieldsTable(spec.cdb)),
    section('Fields of the page', fieldsTable(spec.layout)),
    section('Fields of the reply', fieldsTable(spec.reply)),
    section('Fields of the parameters', fieldsTable(spec.parameters)),
  ].join('\n');
}

const DIRECTIONS = { in: 'from the drive', out: 'to the drive', none: 'none' };

const hex = (number) =>
  typeof number === 'number' ? `${number.toString(16).toUpperCase().padStart(2, '0')}h` : undefined;

function fieldsTable(struct) {
  const fields = Object.entries(struct?.fields ?? {}).filter(([, field]) => Array.isArray(field?.spans));
  const rows = fields.map(([name, { spans, unit, optional }]) => [
    code(name),
    placeOf(spans),
    escapeHtml(unit ?? ''),
    optional ? 'may be left out' : '',
  ]);
  return table(['field', 'where', 'unit', ''], rows);
}

/** `byte 1, bits 7 to 5`, `bytes 2 to 5`, most significant first. */
function placeOf(spans) {
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined) return '';
  if (spans.length > 1) return `bytes ${first.byte} to ${last.byte}`;
  if (first.high === 7 && first.low === 0) return `byte ${first.byte}`;
  return `byte ${first.byte}, ${first.high === first.low ? `bit ${first.high}` : `bits ${first.high} to ${first.low}`}`;
}
