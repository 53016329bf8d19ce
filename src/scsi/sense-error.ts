import { hexNumber, identifierInWords } from '../codec/index.ts';
import { errorInJson } from '../json-values.ts';
import { ScsiStatus } from '../transport/sam.ts';
import type { Command, CommandSpec } from './command.ts';
import { commandTitle } from './command.ts';
import { type CommandIdentity, identify } from './command-identity.ts';
import { type FieldPointer, type Sense, SenseKey, senseTripleText } from './sense.ts';
import { ascDescription, remedyFor, senseKeyName } from './sense-codes.ts';

export type { CommandIdentity };

/** The field of the CDB that the drive objects to, by name: the one with the bit it points to, otherwise the first in that byte. */
function fieldName(spec: Pick<CommandSpec, 'cdb'>, { byte, bit }: FieldPointer): string | undefined {
  const candidates = bit === undefined ? [7, 6, 5, 4, 3, 2, 1, 0] : [bit];
  return candidates.map((position) => spec.cdb.fieldAt(byte, position)).find((name) => name !== undefined) as
    | string
    | undefined;
}

function pointerInWords(pointer: FieldPointer, spec?: Pick<CommandSpec, 'cdb'>): string {
  const place = `byte ${pointer.byte}${pointer.bit === undefined ? '' : ` bit ${pointer.bit}`}`;
  if (pointer.in === 'parameters') return ` (parameter list ${place})`;
  const name = spec === undefined ? undefined : fieldName(spec, pointer);
  return ` (CDB ${place}${name === undefined ? '' : `, ${identifierInWords(name)}`})`;
}

/**
 * `ILLEGAL REQUEST 5/72/03 session fixation error, incomplete track in session` and the like, with the field, the LBA or
 * the progress that the drive names.
 * @param spec the command's declaration, to call the field by its name
 */
export function senseInWords(sense: Sense, spec?: Pick<CommandSpec, 'cdb'>): string {
  const where = sense.fieldPointer === undefined ? '' : pointerInWords(sense.fieldPointer, spec);
  const at =
    sense.information === undefined || sense.key === SenseKey.IllegalRequest ? '' : `, LBA ${sense.information}`;
  const progress = sense.progress === undefined ? '' : `, ${Math.floor(sense.progress * 100)} % done`;
  const words = ascDescription(sense.asc, sense.ascq);
  return `${senseKeyName(sense.key)} ${senseTripleText(sense)} ${words}${where}${at}${progress}`;
}

/** The drive reported a failure: a command ended in CHECK CONDITION. The operating system and the cable worked. */
export class SenseError extends Error {
  override readonly name = 'SenseError';
  readonly command: CommandIdentity;
  readonly sense: Sense;
  /** What to do next. */
  readonly remedy: string | undefined;
  /**
   * Whether the answer came without its sense data, which REQUEST SENSE then returned: the connection loses them, so that no
   * transport could tell a passing condition from a failure.
   */
  readonly senseWasLost: boolean;

  constructor(command: Command, sense: Sense, { senseWasLost = false }: { readonly senseWasLost?: boolean } = {}) {
    const remedy = remedyFor(sense);
    const blame = sense.deferred
      ? 'an earlier WRITE failed (deferred error) and this command was not run: blocks that were still in the drive buffer may be lost. '
      : '';
    super(
      `${command.spec.name}: ${blame}${senseInWords(sense, command.spec)}${remedy === undefined ? '' : `. ${remedy}`}`,
    );
    this.command = identify(command);
    this.senseWasLost = senseWasLost;
    this.sense = sense;
    this.remedy = remedy;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

const STATUS_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(ScsiStatus).map(([name, status]) => [status, name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase()]),
);

/** A SAM status byte in words: `CHECK CONDITION`, `status 7Eh`. */
export const statusInWords = (status: number): string => STATUS_NAMES.get(status) ?? `status ${hexNumber(status)}`;

const TRY_AGAIN = 'Try again; if that does not help, reload the disc or power-cycle the drive';

/** The drive ended a command with a status other than GOOD and without sense data. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly command: CommandIdentity;
  /** SAM status byte. */
  readonly status: number;
  /** What to do next. */
  readonly remedy: string = TRY_AGAIN;

  constructor(command: Command, status: number) {
    const words = `${statusInWords(status)}${status === ScsiStatus.CheckCondition ? ' without sense data' : ''}`;
    super(`${commandTitle(command.spec)}: the drive answered ${words}. ${TRY_AGAIN}`);
    this.command = identify(command);
    this.status = status;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** The command was not sent, because an earlier one of its chain had failed or the chain was broken on purpose. */
export class ChainBrokenError extends Error {
  override readonly name = 'ChainBrokenError';
  readonly command: CommandIdentity;

  constructor(command: Command) {
    super(`${command.spec.name}: not sent, since its chain was broken`);
    this.command = identify(command);
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
