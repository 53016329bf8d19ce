import { lbaScale } from '../address-bar.ts';
import type { Axis } from './graph.ts';

const TIMES = 8;

/** From 0 to so many seconds. */
export function timeAxis(seconds: number): Axis {
  const end = seconds || 1;
  const marks = Array.from({ length: TIMES + 1 }, (_, index) => {
    const at = (end * index) / TIMES;
    return { at, words: timeInWords(at, end) };
  });
  return { end, marks };
}

/** From LBA 0 to before an address. */
export const addressAxis = (endLba: number): Axis => ({
  end: Math.max(1, endLba),
  marks: lbaScale(endLba).map(({ lba, words }) => ({ at: lba, words })),
});

function timeInWords(at: number, end: number): string {
  if (end < 10) return `${at.toFixed(1)} s`;
  if (end < 120) return `${Math.round(at)} s`;
  return `${Math.floor(at / 60)}:${String(Math.round(at % 60)).padStart(2, '0')}`;
}
