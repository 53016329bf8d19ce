import { DecodeError, fromHex, toHex } from '../codec/index.ts';
import { requireKnownOptions } from '../known-options.ts';
import { commandFor } from '../mmc/commands/index.ts';
import { tryDecodeSense } from '../scsi/sense.ts';
import { senseInWords, statusInWords } from '../scsi/sense-error.ts';
import { cdbFields } from './cdb-fields.ts';
import { commandName } from './command-name.ts';
import { inInWords, outInWords } from './describe-data.ts';
import { profileIn } from './profile-in.ts';
import type { TracedError, TracedEvent, TracedExchange, TracedFailure, TraceEntry, TraceHeader } from './trace.ts';
import { fieldsInWords, type Wording } from './words.ts';

const present = (text: string | undefined): text is string => text !== undefined && text !== '';

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3).padStart(9);

function duration(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function commandInWords(cdb: Uint8Array, wording: Wording): string {
  const name = commandName(cdb);
  const spec = commandFor(cdb)?.spec;
  try {
    const said = spec === undefined ? `CDB ${toHex(cdb, ' ')}` : fieldsInWords(cdbFields(spec, cdb, wording), wording);
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

function exchangeInWords(exchange: TracedExchange, wording: Wording): string {
  const cdb = fromHex(exchange.cdb);
  const parts = [
    commandInWords(cdb, wording),
    outInWords(exchange, wording),
    inInWords(exchange, wording),
    statusOf(exchange, cdb),
  ];
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
 * One line of a trace in words: seconds since the beginning, number, command, data, status, sense, duration. Flags that
 * are not set are left out, and long lists are cut off; {@link describeEntries} can show everything. Never throws for an
 * entry that was read from a trace, whatever bytes it holds.
 */
export const describeExchange = (entry: TraceEntry): string => lineOf(entry, { full: false });

function lineOf(entry: TraceEntry, wording: Wording): string {
  const words = entry.type === 'exchange' ? exchangeInWords(entry, wording) : eventInWords(entry);
  return `${seconds(entry.t)} s  ${`#${entry.seq}`.padEnd(6)} ${words}`;
}

/** How much {@link describeExchange} says. */
export interface DescribeOptions {
  /** Also flags that are not set, empty texts and zero bytes, and nothing is cut off. Default false. */
  readonly full?: boolean | undefined;
}

/**
 * Every line of a trace in words, as {@link describeExchange}, with what only the earlier lines say: commands whose
 * meaning depends on the disc are described for the profile that GET CONFIGURATION reported last.
 * @throws OptionsError
 */
export function describeEntries(entries: readonly TraceEntry[], options: DescribeOptions = {}): string[] {
  requireKnownOptions('describeEntries()', options, { full: 'switch' });
  const { full = false } = options;
  let profile: number | undefined;
  return entries.map((entry) => {
    const line = lineOf(entry, { full, profile });
    profile = profileIn(entry) ?? profile;
    return line;
  });
}

/** What failed, the state of the disc, and what to do next, as the program that recorded it said it. */
export function describeError({ message, remedy = '' }: TracedError): string {
  if (remedy === '' || message.endsWith(remedy)) return message;
  return `${message}${message.endsWith('.') ? '' : '.'} ${remedy}`;
}

/** What was recorded, in one line: `trace of /dev/sr0, up to 524288 bytes per command, recorded 2026-01-31T10:00:00.000Z`. */
export function describeTraceHeader({ path, simulated, maxTransferBytes, startedAt }: TraceHeader): string {
  const kind = simulated ? ' (simulated drive)' : '';
  const when = startedAt === undefined ? '' : `, recorded ${startedAt}`;
  return `trace of ${path}${kind}, up to ${maxTransferBytes} bytes per command${when}`;
}
