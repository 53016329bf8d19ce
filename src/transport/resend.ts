import { ScsiStatus } from './sam.ts';
import { currentSenseTriple } from './sense-triple.ts';
import type { AnsweredReply, ResendPolicy } from './transport.ts';

/**
 * How long to pause before sending the same command again, or undefined when the answer is final.
 * @param attempt how often it has already been resent
 * @param elapsedMs since it was first sent
 */
export function resendAfterMs(
  policy: ResendPolicy | undefined,
  reply: Pick<AnsweredReply, 'status' | 'sense'>,
  attempt: number,
  elapsedMs: number,
): number | undefined {
  if (policy === undefined || reply.status === ScsiStatus.Good || elapsedMs >= policy.limitMs) return undefined;
  const triple = reply.status === ScsiStatus.CheckCondition ? currentSenseTriple(reply.sense) : undefined;
  const wanted =
    policy.statuses.includes(reply.status) ||
    policy.senses.some(
      ({ key, asc, ascq, mostResends = Number.POSITIVE_INFINITY }) =>
        key === triple?.key && asc === triple.asc && ascq === triple.ascq && attempt < mostResends,
    );
  if (!wanted) return undefined;
  return policy.waitsMs[Math.min(attempt, policy.waitsMs.length - 1)];
}
