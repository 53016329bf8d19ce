import { expect } from '@jest/globals';
import { SenseKey, tryDecodeSense } from '../../src/scsi/sense.ts';
import type { AnsweredReply, ScsiReply, ScsiRequest } from '../../src/transport/transport.ts';

const INQUIRY = 0x12;
const VITAL_PRODUCT_DATA = 0x01;
/** Reserved (SPC-3 7.6.1): no drive has it. */
const NO_SUCH_PAGE = 0x7f;
const TIMEOUT_MS = 10_000;

const inquiry = (first: number, page: number, lengthBytes: number, more: Partial<ScsiRequest>): ScsiRequest => ({
  cdb: Uint8Array.from([INQUIRY, first, page, 0, Math.min(lengthBytes, 255), 0]),
  data: { direction: 'in', lengthBytes },
  timeoutMs: TIMEOUT_MS,
  ...more,
});

/** A command that every drive carries out, with or without a disc. */
export const welcome = (lengthBytes = 36, more: Partial<ScsiRequest> = {}): ScsiRequest =>
  inquiry(0, 0, lengthBytes, more);

/** A command that every drive refuses: 5/24/00. */
export const refused = (more: Partial<ScsiRequest> = {}): ScsiRequest =>
  inquiry(VITAL_PRODUCT_DATA, NO_SUCH_PAGE, 255, more);

export function answered(reply: ScsiReply | undefined): AnsweredReply {
  if (reply?.outcome !== 'answered') throw new Error(`not answered but ${reply?.outcome}`);
  return reply;
}

export function expectGood(reply: ScsiReply | undefined): void {
  expect(answered(reply)).toMatchObject({ status: 0x00 });
}

/** CHECK CONDITION with 5/24/00 invalid field in CDB, or what older drives report instead: 5/20/00, 5/26/00. */
export function expectRefused(reply: ScsiReply | undefined): void {
  const { status, sense } = answered(reply);
  expect(status).toBe(2);
  expect(tryDecodeSense(sense)).toMatchObject({ key: SenseKey.IllegalRequest, deferred: false });
}

/** The kind of the TransportError that a promise rejects with. */
export async function failureKind(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // By name: the class may be from another copy, such as the built package.
  if (!(error instanceof Error)) return 'none';
  return error.name === 'TransportError' ? String((error as Error & { kind?: unknown }).kind) : String(error);
}
