import { DecodeError, type Field, type FieldInWords, fromHex, toHex } from '../codec/index.ts';
import { commandFor } from '../mmc/commands/index.ts';
import { type CommandSpec, describeCdb } from '../scsi/command.ts';
import { tryDecodeSense } from '../scsi/sense.ts';
import { senseInWords, statusInWords } from '../scsi/sense-error.ts';
import { commandName } from './command-name.ts';
import { inInWords, outInWords } from './describe-data.ts';
import type { TracedEvent, TracedExchange, TracedFailure, TraceEntry, TraceHeader } from './trace.ts';
import { fieldsInWords } from './words.ts';

const present = (text: string | undefined): text is string => text !== undefined && text !== '';

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3).padStart(9);

function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** The fields that differ from the command's defaults. */
function notable(spec: CommandSpec, cdb: Uint8Array): FieldInWords[] {
  const isDefault = ({ name, text }: FieldInWords) => {
    const field: Field<unknown> | undefined = spec.cdb.fields[name];
    return field?.optional === true && text === field.format(field.initial);
  };
  return describeCdb(spec, cdb).filter((field) => !isDefault(field));
}

function commandInWords(cdb: Uint8Array): string {
  const name = commandName(cdb);
  const spec = commandFor(cdb)?.spec;
  try {
    const said = spec === undefined ? `CDB ${toHex(cdb, ' ')}` : fieldsInWords(notable(spec, cdb));
    return said === '' ? name : `${name}: ${said}`;
  } catch (error) {
    if (error instanceof DecodeError) return `${name}: CDB ${toHex(cdb, ' ')}`;
    throw error;
  }
}

function failureInWords({ reason, osCode }: TracedFailure): string {
  return `${reason}${osCode === undefined ? '' : ` [${osCode}]`}`;
}

function statusOf(exchange: TracedExchange, cdb: Uint8Array): string {
  if (exchange.outcome === 'skipped') return 'not sent: its chain was broken';
  if (exchange.outcome === 'failed') return `no answer: ${failureInWords(exchange.error)}`;
  const { status, sense: bytes, durationMs, resends } = exchange;
  const raw = fromHex(bytes ?? '');
  const sense = tryDecodeSense(raw);
  const parts = [
    statusInWords(status),
    sense === undefined
      ? raw.length > 0 && `sense ${toHex(raw, ' ')}`
      : `${sense.deferred ? 'deferred: ' : ''}${senseInWords(sense, commandFor(cdb)?.spec)}`,
    duration(durationMs),
    resends !== undefined && `sent ${resends + 1} times`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

function exchangeInWords(exchange: TracedExchange): string {
  const cdb = fromHex(exchange.cdb);
  const parts = [commandInWords(cdb), outInWords(exchange), inInWords(exchange), statusOf(exchange, cdb)];
  return parts.filter(present).join('; ');
}

function eventInWords({ event, owner, error }: TracedEvent): string {
  const what = {
    'take-exclusive': `takes exclusive access${owner === undefined ? '' : ` as ${owner}`}`,
    'release-exclusive': 'releases exclusive access',
    close: 'closes the drive',
  }[event];
  return error === undefined ? `(${what})` : `(${what}: failed: ${failureInWords(error)})`;
}

/**
 * One line of a trace in words: seconds since the beginning, number, command, fields that are not zero, data, status,
 * sense, duration. Never throws for an entry that was read from a trace, whatever bytes it holds.
 */
export function describeExchange(entry: TraceEntry): string {
  const words = entry.type === 'exchange' ? exchangeInWords(entry) : eventInWords(entry);
  return `${seconds(entry.t)} s  ${`#${entry.seq}`.padEnd(6)} ${words}`;
}

/** What was recorded, in one line: `trace of /dev/sr0, up to 524288 bytes per command, recorded 2026-01-31T10:00:00.000Z`. */
export function describeTraceHeader({ path, simulated, maxTransferBytes, startedAt }: TraceHeader): string {
  const kind = simulated ? ' (simulated drive)' : '';
  const when = startedAt === undefined ? '' : `, recorded ${startedAt}`;
  return `trace of ${path}${kind}, up to ${maxTransferBytes} bytes per command${when}`;
}
