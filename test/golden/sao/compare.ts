import { aspectsOf } from './aspects.ts';
import { ourSession, type Pauses, recordedSession } from './steps.ts';

/** One row of docs/sao-sequence.md: where we differ from a program. */
export interface Difference {
  readonly program: string;
  /** The runs in which it occurs. */
  readonly when: string;
  readonly aspect: string;
  readonly discwright: string;
  readonly theirs: string;
}

interface Comparison {
  readonly program: string;
  readonly run: string;
  readonly when: string;
  readonly pauses: Pauses;
  readonly text: boolean;
}

/** The same task for us and for a program. */
const COMPARISONS: readonly Comparison[] = [
  { program: 'wodim', run: 'wodim-sao', when: 'plain', pauses: 'taken', text: false },
  { program: 'wodim', run: 'wodim-sao-text', when: 'CD-TEXT', pauses: 'taken', text: true },
  { program: 'cdrskin', run: 'cdrskin-sao', when: 'plain', pauses: 'none', text: false },
  { program: 'cdrskin', run: 'cdrskin-sao-text', when: 'CD-TEXT', pauses: 'none', text: true },
  { program: 'cdrdao', run: 'cdrdao-write', when: 'plain', pauses: 'added', text: false },
];

export interface Compared {
  readonly compared: number;
  readonly differences: readonly Difference[];
  /** Every aspect that was compared. */
  readonly aspects: ReadonlySet<string>;
}

export async function compareAll(): Promise<Compared> {
  const differences: Difference[] = [];
  const aspects = new Set<string>();
  let compared = 0;
  for (const { program, run, when, pauses, text } of COMPARISONS) {
    const theirs = recordedSession(run);
    const [mine, other] = [await ourSession(pauses, text), theirs].map((session) =>
      aspectsOf(session, theirs.firstLeadInBytes),
    );
    for (const aspect of new Set([...Object.keys(mine ?? {}), ...Object.keys(other ?? {})])) {
      compared += 1;
      aspects.add(aspect);
      const [discwright = 'nothing', theirsText = 'nothing'] = [mine?.[aspect], other?.[aspect]];
      if (discwright === theirsText) continue;
      const same = differences.findIndex(
        (each) =>
          each.program === program &&
          each.aspect === aspect &&
          each.discwright === discwright &&
          each.theirs === theirsText,
      );
      const known = differences[same];
      if (known === undefined) differences.push({ program, when, aspect, discwright, theirs: theirsText });
      else differences[same] = { ...known, when: `${known.when}, ${when}` };
    }
  }
  return { compared, differences, aspects };
}
