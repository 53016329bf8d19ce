import type { Command } from '../scsi/command.ts';
import { requestSense } from '../scsi/commands/request-sense.ts';
import { type CommandFailure, execute } from '../scsi/execute.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError, StatusError } from '../scsi/sense-error.ts';
import { ScsiStatus } from '../transport/sam.ts';
import type { ScsiTransport } from '../transport/transport.ts';

const SENSE_BYTES = 18;

/**
 * The drive's reason for a refusal that came without one: some bridges between computer and drive lose sense data, which
 * REQUEST SENSE, sent next, still returns.
 */
export async function withReason(
  transport: ScsiTransport,
  refusal: CommandFailure,
  command: Command,
): Promise<CommandFailure> {
  if (!(refusal instanceof StatusError) || refusal.status !== ScsiStatus.CheckCondition) return refusal;
  try {
    const sense = await execute(transport, requestSense({ allocationLength: SENSE_BYTES }));
    return sense.key === SenseKey.NoSense ? refusal : new SenseError(command, sense, { senseWasLost: true });
  } catch {
    return refusal;
  }
}
