import type { Command } from './command.ts';
import { commandTitle } from './command.ts';
import { type Sense, senseTripleText } from './sense.ts';
import { ascDescription, remedyFor, senseKeyName } from './sense-codes.ts';

export interface CommandIdentity {
  readonly name: string;
  readonly opcode: number;
  readonly cdb: Uint8Array;
}

const identify = ({ spec, cdb }: Command): CommandIdentity => ({ name: spec.name, opcode: spec.opcode, cdb });

/** `CLOSE TRACK/SESSION: ILLEGAL REQUEST 5/72/03 session fixation error, incomplete track in session` and the like. */
export function senseInWords(sense: Sense): string {
  const pointer = sense.fieldPointer;
  const where =
    pointer === undefined
      ? ''
      : ` (${pointer.in === 'cdb' ? 'CDB' : 'parameter list'} byte ${pointer.byte}${pointer.bit === undefined ? '' : ` bit ${pointer.bit}`})`;
  const at = sense.information === undefined || sense.key === 5 ? '' : `, LBA ${sense.information}`;
  return `${senseKeyName(sense.key)} ${senseTripleText(sense)} ${ascDescription(sense.asc, sense.ascq)}${where}${at}`;
}

/** The drive said no: a command ended in CHECK CONDITION. The operating system and the cable did their work. */
export class SenseError extends Error {
  override readonly name = 'SenseError';
  readonly command: CommandIdentity;
  readonly sense: Sense;
  /** What to do next. */
  readonly remedy: string | undefined;

  constructor(command: Command, sense: Sense) {
    const remedy = remedyFor(sense);
    const blame = sense.deferred
      ? 'an earlier WRITE failed (deferred error) and this command was not run: blocks that the drive still buffered may be lost. '
      : '';
    super(`${command.spec.name}: ${blame}${senseInWords(sense)}${remedy === undefined ? '' : `. ${remedy}`}`);
    this.command = identify(command);
    this.sense = sense;
    this.remedy = remedy;
  }
}

const STATUS_NAMES: Readonly<Record<number, string>> = {
  2: 'CHECK CONDITION without sense data',
  8: 'BUSY',
  24: 'RESERVATION CONFLICT',
  40: 'TASK SET FULL',
  48: 'ACA ACTIVE',
  64: 'TASK ABORTED',
};

/** The drive ended a command with a status other than GOOD and gave no sense data for it. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly command: CommandIdentity;
  /** SAM status byte. */
  readonly status: number;

  constructor(command: Command, status: number) {
    const words = STATUS_NAMES[status] ?? `status ${status.toString(16)}h`;
    super(
      `${commandTitle(command.spec)}: the drive answered ${words}. Try again; if it stays so, reload the disc or power-cycle the drive`,
    );
    this.command = identify(command);
    this.status = status;
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
}
