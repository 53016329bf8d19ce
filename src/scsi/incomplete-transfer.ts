import { concatBytes } from '../codec/index.ts';
import { errorInJson } from '../json-values.ts';
import { dataLength, missingBytes } from '../transport/data-phase.ts';
import type { AnsweredReply } from '../transport/transport.ts';
import { type Command, commandTitle } from './command.ts';
import { type CommandIdentity, identify } from './command-identity.ts';

const ANOTHER_WAY = 'Connect the drive another way: to another port, with another cable, without the hub or USB bridge';

/**
 * The drive reported success, but not all data crossed the connection to it. For data that has no length of its own (blocks,
 * and the data of READ BUFFER), and for a reply of which nothing arrived.
 */
export class IncompleteTransferError extends Error {
  override readonly name = 'IncompleteTransferError';
  readonly command: CommandIdentity;
  readonly wantedBytes: number;
  readonly transferredBytes: number;
  /** The USB device through which the drive is connected, where the system says. */
  readonly usbBridge?: string;
  readonly remedy: string = ANOTHER_WAY;

  constructor(command: Command, wantedBytes: number, missing: number, usbBridge?: string) {
    const transferredBytes = Math.max(0, wantedBytes - missing);
    const verb = command.data.direction === 'in' ? 'arrived' : 'reached the drive';
    const through = usbBridge === undefined ? '' : ` The drive is connected through the USB device ${usbBridge}.`;
    super(
      `${commandTitle(command.spec)}: the drive reported success, but only ${transferredBytes} of ${wantedBytes} bytes ${verb}.${through} ${ANOTHER_WAY}`,
    );
    if (usbBridge !== undefined) this.usbBridge = usbBridge;
    this.command = identify(command);
    this.wantedBytes = wantedBytes;
    this.transferredBytes = transferredBytes;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** The error of a command that was carried out, and whose data did not all cross. */
export function incompleteTransfer(command: Command, reply: AnsweredReply): IncompleteTransferError | undefined {
  const { data, spec } = command;
  const missing = missingBytes(data, reply);
  if (missing <= 0) return undefined;
  // Memory that was handed over is found in the reply.
  const wantedBytes = reply.returned?.byteLength ?? dataLength(data);
  const counts =
    data.direction === 'in'
      ? command.halves !== undefined || isNothing(wantedBytes, missing, reply)
      : spec.payload === 'blocks';
  return counts ? new IncompleteTransferError(command, wantedBytes, missing, reply.usbBridge) : undefined;
}

/**
 * Nothing arrived, and the memory was left as it was: zeros, which would read as a reply (a disc that is blank). A reply that
 * did arrive has its own length in it, so it is believed whatever the adapter counts.
 */
const isNothing = (wantedBytes: number, missing: number, { data }: AnsweredReply): boolean =>
  data.byteLength > 0 && missing >= wantedBytes && data.every((byte) => byte === 0);

/** A part that cannot be divided is asked for this often. */
const ATTEMPTS = 3;

/**
 * Sends a command. If its reply is too short, what it reads is read again in halves, and those in halves of their own.
 * @throws IncompleteTransferError for a part that stays too short
 */
export async function readWhole<R>(command: Command<R>, send: (command: Command<R>) => Promise<R>): Promise<R> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await send(command);
    } catch (error) {
      const halves = error instanceof IncompleteTransferError ? command.halves?.() : undefined;
      if (halves === undefined) throw error;
      if (halves.length > 0) {
        const parts: R[] = [];
        for (const half of halves) parts.push(await readWhole(half, send));
        return command.decodeReply(concatBytes(parts as Uint8Array[]));
      }
      if (attempts === ATTEMPTS) throw error;
    }
  }
}
