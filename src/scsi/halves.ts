/** One part of a longer run. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

/** The two halves of a run, divided at a multiple of `unit`; none for a run no longer than that. */
export function halvesOf(length: number, unit = 1): readonly Part[] {
  const first = Math.ceil(length / 2 / unit) * unit;
  if (first >= length) return [];
  return [
    { offset: 0, length: first },
    { offset: first, length: length - first },
  ];
}
