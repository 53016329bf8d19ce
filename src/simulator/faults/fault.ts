import * as z from 'zod';
import { commands } from '../../mmc/commands/index.ts';

const commandNames = commands.map(({ spec }) => spec.name);
const isCommandName = (name: string): boolean => commandNames.includes(name);

const lba = z.int32();
/** Of a reply. */
const lengthBytes = z.uint32();

/** Which commands a fault is for. Every condition given must hold; none means every command. */
const triggerSchema = z.strictObject({
  /** First byte of the CDB. */
  opcode: z.int().min(0).max(255).optional(),
  /** The standard's name: `WRITE(10)`, `READ CD`. */
  command: z
    .string()
    .refine(isCommandName, {
      error: ({ input }) => `there is no command "${input}"; there are ${commandNames.join(', ')}`,
    })
    .optional(),
  /** The command reads or writes this block. */
  lba: lba.optional(),
  /** Not before this many milliseconds, on the drive's clock, since it was opened or the fault was injected. */
  timeMs: z.int().min(0).optional(),
  /** At random, with a chance from 0 to 1 for each command: the same seed hits the same commands. */
  random: z.strictObject({ seed: z.int(), chance: z.number().min(0).max(1) }).optional(),
  /** Only from the nth of them onward, counted from 1, for as many as `times` says. */
  nth: z.int().min(1).optional(),
});

const chance = z.number().min(0).max(1).optional();

/** What happens: exactly one of these, apart from the details of `sense`. */
const effectSchema = z.strictObject({
  /** CHECK CONDITION with sense key, ASC and ASCQ in hexadecimal: `3/0C/00`. The command is not carried out. */
  sense: z
    .string()
    .regex(/^[0-9a-f]\/[0-9a-f]{2}\/[0-9a-f]{2}$/i, 'must be a sense key, ASC and ASCQ in hexadecimal: 3/0C/00')
    .optional(),
  /** With `sense`: an earlier command caused it. */
  deferred: z.boolean().optional(),
  /** With `sense`: INFORMATION, the LBA for a medium error. */
  information: z.int32().optional(),
  fieldPointer: z
    .strictObject({
      in: z.enum(['cdb', 'parameters']),
      byte: z.int().min(0).max(0xffff),
      bit: z.int().min(0).max(7).optional(),
    })
    .optional(),
  /** With `sense`: from 0 to 1. */
  progress: z.number().min(0).max(1).optional(),
  /** This status without sense data. The command is not carried out. */
  status: z.enum(['BUSY', 'TASK SET FULL', 'RESERVATION CONFLICT', 'TASK ABORTED', 'CHECK CONDITION']).optional(),
  /** The host gets no answer. `carried-out`: the drive carries the command out, and only its answer is lost. */
  hostTimeout: z.union([z.literal(true), z.literal('carried-out')]).optional(),
  /** At most this many bytes of the reply arrive. */
  shortData: lengthBytes.optional(),
  /** The same, followed by the rest of the previous command's reply. */
  staleData: lengthBytes.optional(),
  /**
   * The host adapter counts this many bytes at the end of the data phase as not transferred, and they are not: data-in ends
   * in as many zeros, and of data-out the drive gets, and writes, only the whole blocks before.
   */
  residue: z.int().min(1).optional(),
  /** It counts them as not transferred although they are, as some USB bridges do. */
  falseResidue: z.int().min(1).optional(),
  /** The drive is unplugged: this and all later commands fail. The disc in it stays as it is. */
  disconnect: z.literal(true).optional(),
  /** The drive's power fails. `restart`: it comes back with 6/29/00. `gone`: lost to the host until opened again. */
  powerLoss: z.enum(['restart', 'gone']).optional(),
  /** A hard reset: 6/29/00. */
  reset: z.literal(true).optional(),
  /** From now on these blocks (both ends included) read with C2 errors, or not at all (3/11/05). */
  scratch: z
    .strictObject({ fromLba: lba, toLba: lba, kind: z.enum(['c2', 'unreadable']) })
    .refine(({ fromLba, toLba }) => fromLba <= toLba, 'must not end before the block that it begins with')
    .optional(),
  /** From now on these shares of all blocks do, always the same blocks for a seed. */
  wear: z.strictObject({ seed: z.int(), c2: chance, unreadable: chance }).optional(),
});

const DETAILS_OF_SENSE = ['deferred', 'information', 'fieldPointer', 'progress'];

/** One thing that goes wrong, as data. */
export const faultSchema = z.strictObject({
  at: triggerSchema.default({}),
  does: effectSchema.superRefine((does, context) => {
    const given = Object.keys(does);
    const effects = given.filter((key) => !DETAILS_OF_SENSE.includes(key));
    if (effects.length !== 1) {
      const found = effects.length === 0 ? 'nothing' : effects.join(' and ');
      context.addIssue({ code: 'custom', message: `must say exactly one thing that happens, not ${found}` });
    }
    const detail = given.find((key) => DETAILS_OF_SENSE.includes(key));
    if (detail !== undefined && does.sense === undefined) {
      context.addIssue({ code: 'custom', message: 'belongs to a sense', path: [detail] });
    }
  }),
  /** How often. Default: once, or without limit for a random fault. */
  times: z.union([z.int().min(1), z.literal('always')]).optional(),
});

/** A fault as it is written in a file. */
export type Fault = z.input<typeof faultSchema>;
export type CheckedFault = z.output<typeof faultSchema>;
export type FaultEffect = CheckedFault['does'];
export type FaultTrigger = CheckedFault['at'];
