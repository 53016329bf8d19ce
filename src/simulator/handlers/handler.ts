import { DecodeError, type Fields, rawBytes, type ValuesOf } from '../../codec/index.ts';
import type { PlainSpec, ReadSpec, WriteSpec } from '../../scsi/command.ts';
import { illegalRequest } from '../check-condition.ts';
import type { Call } from '../core.ts';

/** What must be true before a command is carried out. */
export type Access =
  /** Nothing: it neither reports nor clears a unit attention (SPC-3 6.4, MMC-5 4.1.5). */
  | 'always'
  /** No unit attention is pending. */
  | 'drive'
  /** Also, a disc is loaded and the drive is not busy with it. */
  | 'medium';

/** Carries out the commands of one opcode. */
export interface Handler {
  readonly opcode: number;
  readonly access: Access;
  /** Returns the reply, which is then cut to the host's allocation length. Throws CheckCondition. */
  run(call: Call): Promise<Uint8Array>;
}

export type TypedCall<F extends Fields> = Call & { readonly args: ValuesOf<F> };

type MaybePromise<T> = T | Promise<T>;
const NOTHING = new Uint8Array();

/**
 * A handler of one declared command: it gets the arguments that the declaration decodes and returns what it encodes. Where that
 * is any bytes, they must be in memory that nobody else has.
 */
export function handle<F extends Fields, R, RA>(
  definition: { readonly spec: ReadSpec<F, R, RA> },
  access: Access,
  run: (call: TypedCall<F>) => MaybePromise<RA>,
): Handler;
export function handle<F extends Fields>(
  definition: { readonly spec: PlainSpec<F> | WriteSpec<F, any, any> },
  access: Access,
  run: (call: TypedCall<F>) => MaybePromise<void>,
): Handler;
export function handle(
  { spec }: { readonly spec: PlainSpec<any> | ReadSpec<any, any, any> | WriteSpec<any, any, any> },
  access: Access,
  run: (call: TypedCall<any>) => unknown,
): Handler {
  return {
    opcode: spec.opcode,
    access,
    async run(call) {
      const result = await run({ ...call, args: decodeArguments(spec, call.cdb) });
      if (spec.direction !== 'in') return NOTHING;
      // Blocks are already in memory of their own.
      const reply = spec.reply === rawBytes ? (result as Uint8Array) : spec.reply.encode(result);
      const limit = spec.cdb.decode(call.cdb)['allocationLength'];
      return typeof limit === 'number' ? reply.subarray(0, limit) : reply;
    },
  };
}

/** 5/24/00 for a CDB that is too short. */
export function decodeArguments<F extends Fields>(spec: Pick<PlainSpec<F>, 'cdb'>, cdb: Uint8Array): ValuesOf<F> {
  try {
    return spec.cdb.decode(cdb);
  } catch (error) {
    if (error instanceof DecodeError)
      throw illegalRequest(0x24, 0x00, { fieldPointer: { in: 'cdb', byte: cdb.length } });
    throw error;
  }
}
