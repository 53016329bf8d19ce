import type { BufferReport } from '../../index.ts';
import { plural } from '../format.ts';

/** Below this fill of the FIFO, progress shows the lowest one. */
const NOTEWORTHY_FRACTION = 0.5;

const lowestFraction = ({ fifoBytes, lowestFifoBytes }: BufferReport): number | undefined =>
  lowestFifoBytes === undefined || fifoBytes === 0 ? undefined : lowestFifoBytes / fifoBytes;

const percent = (fraction: number): string => `${Math.floor(fraction * 100)} %`;

/** What has gone badly so far, for the details of a progress line; usually nothing. */
export function bufferTrouble(report: BufferReport): string[] {
  const lowest = lowestFraction(report);
  const dips = report.driveBufferDips;
  return [
    ...(lowest !== undefined && lowest < NOTEWORTHY_FRACTION ? [`lowest FIFO ${percent(lowest)}`] : []),
    ...(dips > 0 ? [`${plural(dips, 'dip')} of the drive buffer`] : []),
  ];
}

/**
 * How well the buffers were filled, after a burn.
 * @param longestBytes of its longest track
 */
export function buffersInWords(report: BufferReport, longestBytes: number): string[] {
  const lowest = lowestFraction(report);
  const dips = report.driveBufferDips;
  const fifo =
    lowest === undefined
      ? longestBytes <= report.fifoBytes
        ? 'each track fitted into the FIFO'
        : 'the FIFO was never full'
      : percent(lowest) === '0 %'
        ? 'the FIFO ran empty while there was still data to read'
        : `while there was still data to read, the FIFO was at least ${percent(lowest)} full`;
  const drive =
    dips === 0
      ? "the drive's buffer was never found less than half full"
      : `the drive's buffer was found less than half full ${plural(dips, 'time')}`;
  const words = `${fifo}; ${drive}`;
  return [`${words[0]?.toUpperCase()}${words.slice(1)}.`];
}
