import type { AnsweredReply } from './transport.ts';

/**
 * What a reply says of the bytes that were not transferred. A negative count means that the drive had more to send than was
 * asked for, and one larger than the transfer means nothing.
 * @param countedBytes as the operating system reports it
 */
export function residue(lengthBytes: number, countedBytes: number): Pick<AnsweredReply, 'residualBytes'> {
  const residualBytes = Math.min(lengthBytes, countedBytes);
  return residualBytes > 0 ? { residualBytes } : {};
}
