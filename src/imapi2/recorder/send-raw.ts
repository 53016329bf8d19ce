import type { Drive } from '../../drive/drive.ts';
import { commandFacts } from '../../mmc/commands/index.ts';
import { rawCommand } from '../../scsi/raw-command.ts';
import type { DataPhase } from '../../transport/transport.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bytesIn } from '../core/stream-data.ts';
import type { CommandReply } from '../interfaces/index.ts';

/** CDBs of opcode groups 0 to 5 (SPC-3 4.3.1); groups 3, 6 and 7 may have any length. */
const CDB_BYTES = [6, 10, 10, undefined, 16, 12] as const;
const OPCODES_OF_GROUP = 32;
const SHORTEST_CDB_BYTES = 6;
const LONGEST_CDB_BYTES = 16;
const SENSE_BYTES = 18;

export interface RawRequest {
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * Sends a command once, as it is.
 * @throws E_POINTER, E_INVALIDARG; SenseError, StatusError, TransportError
 */
export async function sendRaw(drive: Drive, { cdb, data, timeout }: RawRequest, member: string): Promise<CommandReply> {
  const bytes = requireCdb(cdb, member);
  if (!Number.isFinite(timeout) || timeout <= 0)
    throw refuse(member, `${givenInWords(timeout)} is not a number of seconds`);
  const command = rawCommand(bytes, requireData(data, member), timeout * 1_000, commandFacts(bytes[0] ?? 0));
  const { reply, failure } = await drive.attempt(command);
  if (failure !== undefined) throw failure;
  if (reply.outcome !== 'answered') throw new ImapiError(HResult.E_FAIL, { member });
  const { sense, residualBytes = 0 } = reply;
  const senseBuffer = new Uint8Array(SENSE_BYTES);
  senseBuffer.set(sense.subarray(0, SENSE_BYTES));
  return {
    hresult: sense.length === 0 ? HResult.S_OK : HResult.S_IMAPI_COMMAND_HAS_SENSE_DATA,
    senseBuffer,
    buffer: reply.data.subarray(0, Math.max(0, reply.data.length - residualBytes)),
  };
}

function requireCdb(cdb: unknown, member: string): Uint8Array {
  if (cdb === null || cdb === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const bytes = bytesIn(cdb);
  if (bytes === undefined) throw refuse(member, 'the command is not a Uint8Array');
  const wanted = CDB_BYTES[Math.floor((bytes[0] ?? 0) / OPCODES_OF_GROUP)];
  const fits = wanted === undefined || bytes.length === wanted;
  if (fits && bytes.length >= SHORTEST_CDB_BYTES && bytes.length <= LONGEST_CDB_BYTES) return bytes;
  const lengths = wanted ?? `${SHORTEST_CDB_BYTES} to ${LONGEST_CDB_BYTES}`;
  throw refuse(member, `the command has ${bytes.length} bytes, and its opcode has ${lengths}`);
}

function requireData(data: DataPhase, member: string): DataPhase {
  if (data.direction === 'none') return data;
  if (data.direction === 'in') {
    if (Number.isSafeInteger(data.lengthBytes) && data.lengthBytes > 0) return data;
    throw refuse(member, `${String(data.lengthBytes)} is not a number of bytes to receive`);
  }
  if (data.bytes === null || data.bytes === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const bytes = bytesIn(data.bytes);
  if (bytes !== undefined && bytes.length > 0) return { direction: 'out', bytes };
  throw refuse(member, 'there are no bytes to send');
}

const refuse = (member: string, meaning: string): ImapiError =>
  new ImapiError(HResult.E_INVALIDARG, { member, meaning, remedy: 'Correct the argument.' });
