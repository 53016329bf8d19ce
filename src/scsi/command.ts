import {
  type ArgumentsOf,
  type Codec,
  DecodeError,
  EncodeError,
  type FieldInWords,
  type Fields,
  hexNumber,
  type Struct,
  type ValuesOf,
} from '../codec/index.ts';
import type { DataPhase } from '../transport/transport.ts';

/**
 * What a command does to the disc. `writes` includes commands that prepare or end writing: they must not be sent again
 * blindly. `reads` is everything that leaves the disc as it is, including settings of the drive.
 */
export type CommandEffect = 'reads' | 'writes';

/** What a data phase carries: blocks of the disc, which can be many and hold user data, or parameters defined by the standard. */
export type CommandPayload = 'blocks' | 'parameters';

/** What is known of a command without the layout of its fields. */
export interface CommandFacts {
  /** The standard's name, in capitals: `READ TRACK INFORMATION`. */
  readonly name: string;
  readonly opcode: number;
  readonly effect: CommandEffect;
  /** Direction of its data; left out if it has none. */
  readonly direction?: 'none' | 'in' | 'out';
  readonly payload?: CommandPayload;
}

interface CommonSpec<F extends Fields> extends CommandFacts {
  /** Where the standard defines it: `MMC-5 6.3`. */
  readonly clause: string;
  /** How long a healthy drive may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The command descriptor block; byte 0, the opcode, is filled in. */
  readonly cdb: Struct<F>;
}

/** A command without data. */
export interface PlainSpec<F extends Fields> extends CommonSpec<F> {
  readonly direction?: 'none';
  readonly payload?: never;
}

/** A command that the drive answers with data. */
export interface ReadSpec<F extends Fields, R, RA> extends CommonSpec<F> {
  readonly direction: 'in';
  readonly payload: CommandPayload;
  readonly reply: Codec<R, RA>;
  /** Bytes that the drive may send; the field `allocationLength` of the CDB unless given. */
  readonly replyBytes?: (args: ValuesOf<F>) => number;
  /**
   * For raw data without a length of its own, of which fewer bytes than {@link replyBytes} are an error: the CDBs that read the
   * same in two parts, or none when it cannot be divided. Undefined, or left out, where a shorter reply may be right.
   */
  readonly halves?: (args: ValuesOf<F>) => readonly ArgumentsOf<F>[] | undefined;
}

/** A command that sends data to the drive. */
export interface WriteSpec<F extends Fields, P, PA> extends CommonSpec<F> {
  readonly direction: 'out';
  readonly payload: CommandPayload;
  readonly parameters: Codec<P, PA>;
  /** The CDB field that holds the number of data bytes; filled in. Left out where the CDB counts blocks. */
  readonly lengthField?: keyof F & string;
}

/** The declaration of any command: what {@link defineCommand} is given. */
export type CommandSpec = PlainSpec<any> | ReadSpec<any, any, any> | WriteSpec<any, any, any>;

/** One command, ready to be sent. `R` is what its reply decodes to. */
export interface Command<R = unknown> {
  readonly spec: CommandSpec;
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  readonly timeoutMs: number;
  /** Throws {@link DecodeError}, naming the command, for a malformed reply. */
  decodeReply(bytes: Uint8Array): R;
  /** The same in two parts, or none; present only where a reply shorter than its data phase is an error. */
  readonly halves?: (() => readonly Command<R>[]) | undefined;
}

type WithSpec<S> = { readonly spec: S };

/** The fields of a CDB as an argument, which may be left out where every field may. */
type Given<Arguments> = Partial<Arguments> extends Arguments ? [args?: Arguments] : [args: Arguments];

/**
 * Declares one SCSI command. The result is a function that makes a {@link Command} of its arguments, and carries the
 * declaration as `spec` for everything else that reads it: log, simulator, replay.
 */
export function defineCommand<F extends Fields>(
  spec: PlainSpec<F>,
): ((...given: Given<ArgumentsOf<F>>) => Command<void>) & WithSpec<PlainSpec<F>>;
/** Declares a command that reads. */
export function defineCommand<F extends Fields, R, RA = R>(
  spec: ReadSpec<F, R, RA>,
): ((...given: Given<ArgumentsOf<F>>) => Command<R>) & WithSpec<ReadSpec<F, R, RA>>;
/** Declares a command that writes: its parameters are blocks or data. */
export function defineCommand<F extends Fields, P, PA, const L extends keyof F & string = never>(
  spec: WriteSpec<F, P, PA> & { readonly lengthField?: L },
): ((args: Omit<ArgumentsOf<F>, L>, parameters: PA) => Command<void>) & WithSpec<WriteSpec<F, P, PA>>;
export function defineCommand(spec: CommandSpec) {
  const build = (args: Record<string, unknown> = {}, parameters?: unknown): Command => {
    try {
      requireFields(spec, args);
      if (spec.direction === 'in') return readCommand(spec, args);
      const data = dataOut(spec, parameters);
      const lengths =
        spec.direction === 'out' && spec.lengthField !== undefined && data.direction === 'out'
          ? { [spec.lengthField]: data.bytes.length }
          : {};
      const cdb = spec.cdb.encode({ ...args, ...lengths });
      cdb[0] = spec.opcode;
      return {
        spec,
        cdb,
        data,
        timeoutMs: spec.timeoutMs,
        decodeReply: () => undefined,
      };
    } catch (error) {
      throw error instanceof EncodeError ? new EncodeError(`${spec.name}: ${error.message}`) : error;
    }
  };
  const readCommand = (read: ReadSpec<any, any, any>, args: Record<string, unknown>): Command => {
    const cdb = read.cdb.encode(args);
    cdb[0] = read.opcode;
    const filled = read.cdb.decode(cdb);
    const lengthBytes = read.replyBytes === undefined ? Number(filled['allocationLength']) : read.replyBytes(filled);
    return {
      spec: read,
      cdb,
      data: lengthBytes === 0 ? { direction: 'none' } : { direction: 'in', lengthBytes },
      timeoutMs: read.timeoutMs,
      decodeReply: (bytes) => naming(read, 'reply', () => read.reply.decode(bytes)),
      // Hardly ever asked for, and a reply of blocks is built thousands of times.
      get halves() {
        const halves = read.halves?.(filled);
        return halves === undefined ? undefined : () => halves.map((half) => build(half));
      },
    };
  };
  return Object.assign(build as (...given: any[]) => Command<any>, { spec });
}

/** A field that does not exist is a misspelt one, which would silently keep its default. */
function requireFields({ cdb }: CommandSpec, args: unknown): void {
  if (typeof args !== 'object' || args === null || Array.isArray(args))
    throw new EncodeError(`the fields are ${args === null ? 'null' : `of type ${typeof args}`}: give an object`);
  for (const name of Object.keys(args)) {
    if (Object.hasOwn(cdb.fields, name)) continue;
    throw new EncodeError(`there is no field '${name}'. The fields are ${Object.keys(cdb.fields).join(', ')}`);
  }
}

function dataOut(spec: Exclude<CommandSpec, ReadSpec<any, any, any>>, parameters: unknown): DataPhase {
  if (spec.direction !== 'out') return { direction: 'none' };
  if (parameters === undefined) throw new EncodeError('its data is missing: give it as the second argument');
  const bytes = parameters instanceof Uint8Array ? parameters : spec.parameters.encode(parameters);
  return bytes.length === 0 ? { direction: 'none' } : { direction: 'out', bytes };
}

function naming<T>(spec: CommandSpec, part: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof DecodeError ? new DecodeError(`${spec.name} ${part}: ${error.message}`) : error;
  }
}

/** Every field of the CDB in words. */
export function describeCdb(spec: CommandSpec, cdb: Uint8Array): FieldInWords[] {
  return naming(spec, 'CDB', () => spec.cdb.describe(cdb));
}

/** `CLOSE TRACK/SESSION (5Bh)` */
export const commandTitle = (spec: Pick<CommandSpec, 'name' | 'opcode'>): string =>
  `${spec.name} (${hexNumber(spec.opcode)})`;
