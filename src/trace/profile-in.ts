import { DecodeError, fromHex } from '../codec/index.ts';
import { configuration, getConfiguration } from '../mmc/commands/index.ts';
import type { TraceEntry } from './trace.ts';
import { bytesOfData } from './trace-data.ts';

/** The disc's profile, if this is a GET CONFIGURATION whose reply has it. */
export function profileIn(entry: TraceEntry): number | undefined {
  if (entry.type !== 'exchange' || entry.outcome !== 'answered' || entry.in === undefined) return undefined;
  if (fromHex(entry.cdb)[0] !== getConfiguration.spec.opcode) return undefined;
  const bytes = bytesOfData(entry.in);
  try {
    return bytes === undefined ? undefined : configuration.decode(bytes).currentProfile;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
