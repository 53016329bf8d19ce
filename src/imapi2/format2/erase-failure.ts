import { readDiscInformation } from '../../mmc/commands/read-disc-information.ts';
import { startStopUnit } from '../../scsi/commands/start-stop-unit.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { hresultOfFailure } from '../core/sense-to-hresult.ts';

interface Below {
  readonly name?: string;
  readonly phase?: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly command?: { readonly opcode: number };
}

/** Every error on the way down to the first one. */
function chainOf(error: unknown): Below[] {
  const chain: Below[] = [];
  for (let at: unknown = error; at instanceof Error && chain.length < 8; at = at.cause) chain.push(at as Below);
  return chain;
}

/** The result of an erase that failed. What the drive said about itself or the disc comes before what was being done. */
export function eraseFailure(error: unknown, member: string): ImapiError {
  if (error instanceof ImapiError) return error;
  return new ImapiError(hresultOf(error), { member, cause: error });
}

function hresultOf(error: unknown): number {
  const chain = chainOf(error);
  const burn = chain.find(({ name }) => name === 'BurnError');
  if (burn?.code === 'UNSUITABLE_MEDIUM') return HResult.E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE;
  if (burn?.code === 'ERASE_REFUSED') return HResult.E_IMAPI_ERASE_DRIVE_FAILED_ERASE_COMMAND;
  const short = chain.some(
    ({ name, command }) =>
      /^(Decode|Reply)Error$/.test(name ?? '') && command?.opcode === readDiscInformation.spec.opcode,
  );
  if (short) return HResult.E_IMAPI_ERASE_DISC_INFORMATION_TOO_SMALL;
  if (chain.some(({ name }) => name === 'StillBusyError')) return HResult.E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR;
  const device = hresultOfFailure(error);
  if (device !== HResult.E_FAIL) return device;
  const spinUp = chain.some(({ command }) => command?.opcode === startStopUnit.spec.opcode);
  if (spinUp || burn?.phase === 'preparing') return HResult.E_IMAPI_ERASE_DRIVE_FAILED_SPINUP_COMMAND;
  if (burn === undefined) return HResult.E_FAIL;
  return HResult.E_IMAPI_ERASE_UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE;
}
