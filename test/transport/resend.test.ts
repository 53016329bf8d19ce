import { describe, expect, test } from '@jest/globals';
import { resendAfterMs } from '../../src/transport/resend.ts';
import { currentSenseTriple } from '../../src/transport/sense-triple.ts';
import type { ResendPolicy } from '../../src/transport/transport.ts';

const longWrite = Uint8Array.from([0x70, 0, 2, 0, 0, 0, 0, 10, 0, 0, 0, 0, 4, 8, 0, 0, 0, 0]);
const policy: ResendPolicy = {
  senses: [{ key: 2, asc: 4, ascq: 8 }],
  statuses: [0x08],
  waitsMs: [10, 50],
  limitMs: 1000,
};

describe('when a command is sent again', () => {
  test('after the senses and statuses of the policy, with its waits in turn, the last one repeated', () => {
    expect(resendAfterMs(policy, { status: 0x02, sense: longWrite }, 0, 0)).toBe(10);
    expect(resendAfterMs(policy, { status: 0x02, sense: longWrite }, 1, 20)).toBe(50);
    expect(resendAfterMs(policy, { status: 0x02, sense: longWrite }, 9, 20)).toBe(50);
    expect(resendAfterMs(policy, { status: 0x08, sense: new Uint8Array(0) }, 0, 0)).toBe(10);
  });

  test('not past the limit, not after another sense or status, not without a policy', () => {
    expect(resendAfterMs(policy, { status: 0x02, sense: longWrite }, 0, 1000)).toBeUndefined();
    expect(resendAfterMs(policy, { status: 0x28, sense: new Uint8Array(0) }, 0, 0)).toBeUndefined();
    expect(resendAfterMs(policy, { status: 0x00, sense: longWrite }, 0, 0)).toBeUndefined();
    expect(resendAfterMs(undefined, { status: 0x02, sense: longWrite }, 0, 0)).toBeUndefined();
  });

  test('not after a deferred error: it is about an earlier command', () => {
    const deferred = Uint8Array.from(longWrite).fill(0x71, 0, 1);
    expect(resendAfterMs(policy, { status: 0x02, sense: deferred }, 0, 0)).toBeUndefined();
  });

  test('descriptor-format sense data counts too', () => {
    expect(currentSenseTriple(Uint8Array.from([0x72, 2, 4, 8, 0, 0, 0, 0]))).toEqual({ key: 2, asc: 4, ascq: 8 });
  });
});
