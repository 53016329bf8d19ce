import { type Aspects, aspectsOf, orderOf } from './aspects.ts';
import { type OurRun, ourSteps } from './our-runs.ts';
import { is, Opcode, recordedSteps, type Step, writeOf } from './steps.ts';

/** One row of docs/tao-sequence.md: where the three differ. */
export interface Difference {
  /** The runs in which it occurs. */
  readonly when: string;
  readonly aspect: string;
  readonly discwright: string;
  readonly wodim: string;
  readonly cdrskin: string;
}

interface Comparison {
  readonly when: OurRun;
  readonly wodim: string;
  readonly cdrskin?: string;
}

/** Runs with the same task. */
const BURNS: readonly Comparison[] = [
  { when: 'finalize', wodim: 'wodim-tao', cdrskin: 'cdrskin-tao' },
  { when: 'multi', wodim: 'wodim-tao-multi', cdrskin: 'cdrskin-tao-multi' },
  { when: 'dummy', wodim: 'wodim-tao-dummy', cdrskin: 'cdrskin-tao-dummy' },
  { when: 'left open', wodim: 'wodim-tao-nofix' },
];

const NO_RUN = '–';

const failedLba = (steps: readonly Step[]): string =>
  steps
    .filter((step) => is(step, Opcode.Write) && step.status !== 0x00)
    .map((step) => writeOf(step).lba)
    .join(', ');

/** Everything after the failed WRITE. */
function fromFailure(steps: readonly Step[]): Step[] {
  const failed = steps.findIndex((step) => is(step, Opcode.Write) && step.status !== 0x00);
  return steps.slice(failed + 1);
}

/** Everything from the page that closes the session onward. */
const closing = (steps: readonly Step[]): Step[] => {
  const close = steps.findIndex((step) => is(step, Opcode.CloseTrackSession));
  return steps.slice(
    Math.max(
      0,
      steps.findLastIndex((step, index) => index < close && is(step, Opcode.SetCdSpeed)),
    ),
  );
};

/** Everything that was compared, and whether it was the same. */
export async function compareAll(): Promise<{ readonly compared: number; readonly differences: Difference[] }> {
  const rows: Difference[] = [];
  let compared = 0;
  const add = (when: string, ours: Aspects, wodim: Aspects, cdrskin: Aspects | undefined): void => {
    for (const aspect of Object.keys(ours)) {
      compared += 1;
      const [mine = '', first = '', second = NO_RUN] = [ours[aspect], wodim[aspect], cdrskin?.[aspect]];
      if (mine === first && (cdrskin === undefined || mine === second)) continue;
      rows.push({ when, aspect, discwright: mine, wodim: first, cdrskin: second });
    }
  };
  for (const { when, wodim, cdrskin } of BURNS) {
    add(
      when,
      aspectsOf(await ourSteps(when)),
      aspectsOf(recordedSteps(wodim)),
      cdrskin === undefined ? undefined : aspectsOf(recordedSteps(cdrskin)),
    );
  }
  const order = (steps: readonly Step[], aspect: string): Aspects => ({ [aspect]: orderOf(steps) });
  add(
    'closed later',
    order(closing(await ourSteps('closed later')), 'closing a disc left open'),
    order(closing(recordedSteps('wodim-inc3-fix')), 'closing a disc left open'),
    undefined,
  );
  const length = (steps: readonly Step[]): Aspects => {
    const { 'tracks, in blocks': blocks = '' } = aspectsOf(steps);
    return { 'a track of 1.3 s, in blocks': blocks };
  };
  add('short', length(await ourSteps('short')), length(recordedSteps('wodim-tao-short')), undefined);
  const failed = (steps: readonly Step[]): Aspects => ({
    'LBA of the WRITE that failed': failedLba(steps),
    'after 3/0C/00': orderOf(fromFailure(steps)),
    'blocks that the track gets after it': fromFailure(steps)
      .filter((step) => is(step, Opcode.Write))
      .map(writeOf)
      .map(({ lba, blocks }) => `${lba} to ${lba + blocks - 1}`)
      .join(', '),
  });
  add(
    'failed write',
    failed(await ourSteps('failed write')),
    failed(recordedSteps('fault-wodim-write-error')),
    undefined,
  );
  add(
    'no disc',
    order(await ourSteps('no disc'), 'without a disc'),
    order(recordedSteps('nomedium-wodim'), 'without a disc'),
    order(recordedSteps('nomedium-cdrskin'), 'without a disc'),
  );
  return { compared, differences: joined(rows) };
}

/** The same difference in several runs is one row. */
function joined(rows: readonly Difference[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const row of rows) {
    // Where cdrskin has no such run, nothing contradicts what it does in the others.
    const like = [...found].find(
      ([, each]) =>
        each.aspect === row.aspect &&
        each.discwright === row.discwright &&
        each.wodim === row.wodim &&
        (each.cdrskin === row.cdrskin || row.cdrskin === NO_RUN),
    );
    if (like === undefined) found.set(`${row.when} ${row.aspect}`, row);
    else found.set(like[0], { ...like[1], when: `${like[1].when}, ${row.when}` });
  }
  return [...found.values()];
}
