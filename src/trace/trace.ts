import * as z from 'zod';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { TraceError } from './trace-error.ts';

/**
 * A trace is JSON Lines: first a header, then one object for each exchange with the drive, in the order in which the
 * program passed them to the transport. Bytes are lower-case hexadecimal; times are milliseconds since the recording
 * began, on the transport's clock.
 */
export const TRACE_FORMAT = 'discwright trace';
/** The version of the format of traces: in the first line of each. */
export const TRACE_VERSION = 1;

/** More than any system transfers with one command. */
const MOST_DATA_BYTES = 67_108_864;
/** SPC-3 4.3.4: variable length CDBs; 4.5: sense data. */
const MOST_CDB_BYTES = 260;
const MOST_SENSE_BYTES = 255;

const hex = z.string().refine((text) => text.length % 2 === 0 && /^[0-9a-f]*$/i.test(text), 'not hexadecimal bytes');
const crc32 = z.string().regex(/^[0-9a-f]{8}$/);
const count = z.int().nonnegative();
const dataLength = count.max(MOST_DATA_BYTES);
const milliseconds = z.number().nonnegative();
const i32 = z.int32();
/** Hexadecimal of at most so many bytes. */
const hexUpTo = (bytes: number) => hex.refine((text) => text.length <= 2 * bytes, `more than ${bytes} bytes`);

/** Data in full; or in full except for trailing zeros; or only its length, its CRC-32 (IEEE 802.3) and its first bytes. */
const traceData = z.union([
  hexUpTo(MOST_DATA_BYTES),
  z
    .object({ bytes: dataLength, hex })
    .refine((data) => data.hex.length <= 2 * data.bytes, 'more hexadecimal bytes than it has'),
  z.object({ bytes: dataLength, crc32, head: hex }),
]);

const transportFailure = z.object({
  kind: z.enum(['not-found', 'denied', 'busy', 'timeout', 'gone', 'closed', 'too-large', 'unsupported', 'unknown']),
  operation: z.string(),
  osCode: z.string().optional(),
  errno: i32.optional(),
  reason: z.string(),
  remedy: z.string(),
});

const header = z.object({
  type: z.literal('header'),
  format: z.literal(TRACE_FORMAT),
  version: z.int(),
  /** What was opened: `/dev/sr0`, `D:`, `sim:my.disc`. */
  path: z.string(),
  simulated: z.boolean(),
  maxTransferBytes: z.uint32().min(1),
  /** Wall-clock time, ISO 8601. */
  startedAt: z.string().optional(),
});

const asked = z.object({
  type: z.literal('exchange'),
  seq: count,
  /** When the program passed it to the transport ... */
  t: milliseconds,
  /** ... and when the transport answered. */
  tDone: milliseconds,
  /** The highest `seq` sent before the answer came, where that is not this exchange's own: commands were queued. */
  answeredAfter: count.optional(),
  cdb: hexUpTo(MOST_CDB_BYTES),
  timeoutMs: milliseconds,
  /** The data that the program sent. Left out unless the command has a data-out phase. */
  out: traceData.optional(),
  /** How many bytes the program would accept. Left out unless the command has a data-in phase. */
  inBytes: dataLength.optional(),
});

const exchange = z.discriminatedUnion('outcome', [
  asked.extend({
    outcome: z.literal('answered'),
    /** SAM status byte. */
    status: z.int().min(0).max(0xff),
    /** Left out when there was none. */
    sense: hexUpTo(MOST_SENSE_BYTES).optional(),
    in: traceData.optional(),
    /** Bytes that the host adapter counted as not transferred. Left out unless more than `in` lacks. */
    residual: count.optional(),
    durationMs: milliseconds,
    /** How often the transport sent the command again by itself. Left out when never. */
    resends: count.optional(),
  }),
  /** Not sent, since its chain was broken. */
  asked.extend({ outcome: z.literal('skipped') }),
  /** No answer came from the drive. */
  asked.extend({ outcome: z.literal('failed'), error: transportFailure }),
]);

/** Everything that a program asks of a transport except commands. */
const event = z.object({
  type: z.literal('event'),
  seq: count,
  t: milliseconds,
  event: z.enum(['take-exclusive', 'release-exclusive', 'close']),
  /** The name under which exclusive access was taken. */
  owner: z.string().optional(),
  /** Left out when it succeeded. */
  error: transportFailure.optional(),
});

/** What the program that recorded the trace reported to its user as an error. */
const reported = z.object({
  type: z.literal('error'),
  t: milliseconds,
  /** Its class: `BurnError`. */
  name: z.string(),
  /** What failed, and in what state the disc is. */
  message: z.string(),
  /** What to do next. */
  remedy: z.string().optional(),
});

/** The first line of a trace. */
export type TraceHeader = z.infer<typeof header>;
/** Bytes in a trace: all of them, or their beginning with their number. */
export type TraceData = z.infer<typeof traceData>;
/** Why a request in a trace has no answer. */
export type TracedFailure = z.infer<typeof transportFailure>;
/** A request and its answer. Times are in milliseconds since the trace began. */
export type TracedExchange = z.infer<typeof exchange>;
/** Something in a trace that is not an exchange. */
export type TracedEvent = z.infer<typeof event>;
/** An error that the program which recorded the trace reported: what failed, and what to do next. */
export type TracedError = z.infer<typeof reported>;
/** An exchange, or something else that was asked of the transport. */
export type TraceEntry = TracedExchange | TracedEvent;

/** A trace, read. */
export interface Trace {
  readonly header: TraceHeader;
  readonly entries: readonly TraceEntry[];
  /** The errors that the recording program reported, with {@link RecordingTransport.noteError}; of a burn that failed its last words. */
  readonly errors: readonly TracedError[];
  /** True when the last line is incomplete: the recording program was stopped in the middle of writing it. */
  readonly cutOff: boolean;
}

const anyEntry = z.union([exchange, event, reported]);

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function problem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'malformed' : `${issue.path.join('.') || 'the line'}: ${issue.message}`;
}

/** True when this is the first line of a trace, of any version. */
export const isTraceHeader = (line: string): boolean => header.safeParse(json(line)).success;

/** The options of {@link parseTrace}. */
export interface ParseTraceOptions {
  /** Of the file, for errors. Default: `trace`. */
  readonly name?: string | undefined;
}

const OPTIONS: OptionNames<ParseTraceOptions> = { name: 'main' };

/**
 * Reads a trace. A last line that was cut off is left out, and `cutOff` says so.
 * @throws TraceError naming the line, when this is not a trace, or one of another version; OptionsError
 */
export function parseTrace(text: string, options: ParseTraceOptions = {}): Trace {
  requireKnownOptions('parseTrace()', options, OPTIONS);
  const { name = 'trace' } = options;
  const lines = text.split('\n');
  const unfinished = lines.pop() ?? '';
  const complete = unfinished === '' || json(unfinished) === undefined ? lines : [...lines, unfinished];
  const [first, ...rest] = complete;
  const parsed = header.safeParse(json(first ?? ''));
  if (!parsed.success) {
    throw new TraceError(`${name} is not a trace of discwright: its first line is not a trace header`);
  }
  if (parsed.data.version !== TRACE_VERSION) {
    throw new TraceError(
      `${name} is a trace of version ${parsed.data.version}; this program reads version ${TRACE_VERSION}. Use the program that recorded it`,
    );
  }
  const all = rest.map((line, index) => {
    const entry = anyEntry.safeParse(json(line));
    if (!entry.success) {
      const reason = json(line) === undefined ? 'not JSON' : problem(entry.error);
      throw new TraceError(
        `${name}, line ${index + 2}: ${reason}. The file was changed or damaged after it was recorded`,
      );
    }
    return entry.data;
  });
  return {
    header: parsed.data,
    entries: all.filter((entry) => entry.type !== 'error'),
    errors: all.filter((entry) => entry.type === 'error'),
    cutOff: complete === lines && unfinished !== '',
  };
}

/** One line of a trace, without its line feed. */
export const traceLine = (line: TraceHeader | TraceEntry | TracedError): string => JSON.stringify(line);
