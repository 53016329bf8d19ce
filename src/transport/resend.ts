import type { AnsweredReply, ResendPolicy, SenseTriple } from './transport.ts';

const CHECK_CONDITION = 0x02;

/** Key, ASC and ASCQ of current sense data, fixed (70h) or descriptor (72h) format; undefined for deferred or none. */
export function currentSenseTriple(sense: Uint8Array): SenseTriple | undefined {
  const responseCode = (sense[0] ?? 0) & 0x7f;
  const at = (index: number): number => sense[index] ?? 0;
  if (responseCode === 0x70) return { key: at(2) & 0x0f, asc: at(12), ascq: at(13) };
  if (responseCode === 0x72) return { key: at(1) & 0x0f, asc: at(2), ascq: at(3) };
  return undefined;
}

/**
 * How long to pause before sending the same command again, or undefined when the answer is final.
 * @param attempt how often it was already sent again
 * @param elapsedMs since it was first sent
 */
export function resendAfterMs(
  policy: ResendPolicy | undefined,
  reply: Pick<AnsweredReply, 'status' | 'sense'>,
  attempt: number,
  elapsedMs: number,
): number | undefined {
  if (policy === undefined || reply.status === 0 || elapsedMs >= policy.limitMs) return undefined;
  const triple = reply.status === CHECK_CONDITION ? currentSenseTriple(reply.sense) : undefined;
  const wanted =
    policy.statuses.includes(reply.status) ||
    policy.senses.some((each) => each.key === triple?.key && each.asc === triple.asc && each.ascq === triple.ascq);
  if (!wanted) return undefined;
  return policy.waitsMs[Math.min(attempt, policy.waitsMs.length - 1)];
}
