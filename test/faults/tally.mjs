import { kindOfCell } from './cells.mjs';
import { faultNamed } from './faults.mjs';
import { placeOf } from './show-run.mjs';

/** Why a single fault that ended a run need not have ended it. */
export const Ending = {
  /** Everything that was wanted is on the disc. */
  Whole: 'ended over a whole disc',
  /** The command changes nothing on the disc, or the drive only asked for patience: sending it again would have been enough. */
  Repeatable: 'ended where a repetition would do',
  /** Nothing can be asked of a drive that is gone: whatever is on the disc, an error is the truth. */
  Gone: 'ended, since the drive was gone',
  Other: 'ended',
};

function endingOf(cell, { whole }) {
  const { gone = false, harms = false, passing = false } = faultNamed(cell.fault);
  if (gone) return Ending.Gone;
  if (whole) return Ending.Whole;
  const repeatable = passing || (!cell.writes && !harms);
  return repeatable ? Ending.Repeatable : Ending.Other;
}

const emptyRow = () => ({
  runs: 0,
  settled: 0,
  truthful: 0,
  succeeded: 0,
  single: 0,
  survived: 0,
  whole: 0,
  repeatable: 0,
  unlocked: 0,
  released: 0,
  recovered: 0,
  longestMs: 0,
});

/** Counts reports: a row for each scenario, the classes of what is not right, and violations of what must always hold. */
export class Tally {
  rows;
  /** By class, `[what, scenario, command, outcome, fault]` as JSON: how often, and the first run of it. */
  classes = new Map();
  /** Runs that violate what must hold in every run. */
  failures = [];
  /** The run that took longest on the drive's clock. */
  longest = { virtualMs: 0, place: '' };
  /** Kinds of cells, with the number that were run. */
  ran = new Map();

  /** @param scenarios their names, in the order of the rows */
  constructor(scenarios) {
    this.rows = new Map([...scenarios].map((name) => [name, emptyRow()]));
  }

  add(cell, report) {
    const row = this.rows.get(cell.scenario);
    const kind = kindOfCell(cell);
    this.ran.set(kind, (this.ran.get(kind) ?? 0) + 1);
    row.runs++;
    if (report.hung || report.broken !== undefined || !report.settled) {
      this.#fail(cell, report.hung ? 'hung' : (report.broken ?? `not settled: ${report.reason}`));
      return;
    }
    const { succeeded, untrue, unlocked, released, unrecovered, virtualMs, struck } = report;
    row.settled++;
    row.truthful += Number(untrue.length === 0);
    row.succeeded += Number(succeeded);
    row.unlocked += Number(unlocked);
    row.released += Number(released);
    row.recovered += Number(unrecovered === undefined);
    row.longestMs = Math.max(row.longestMs, virtualMs);
    if (virtualMs > this.longest.virtualMs) this.longest = { virtualMs, place: placeOf(cell) };
    if (!cell.always) this.#addSingle(row, cell, report);
    for (const words of untrue) this.#addClass(cell, report, `untrue: ${words}`);
    if (!unlocked) this.#fail(cell, 'the tray stays locked', report);
    if (!released) this.#fail(cell, 'not released', report);
    if (unrecovered !== undefined) this.#fail(cell, `not recovered: ${unrecovered}`, report);
    if (!struck) this.#fail(cell, 'the fault never struck: the scenario is not the same each time');
  }

  #addSingle(row, cell, report) {
    row.single++;
    if (report.succeeded) {
      row.survived++;
      return;
    }
    const ending = endingOf(cell, report);
    row.whole += Number(ending === Ending.Whole);
    row.repeatable += Number(ending === Ending.Repeatable);
    this.#addClass(cell, report, ending);
  }

  #addClass(cell, report, what) {
    const { scenario, command, fault, always } = cell;
    const outcome = report.error?.kind ?? 'success';
    const key = JSON.stringify([what, scenario, command, outcome, always ? `${fault} for ever` : fault]);
    const found = this.classes.get(key);
    if (found !== undefined) found.count++;
    else this.classes.set(key, { count: 1, place: placeOf(cell), message: report.error?.message });
  }

  #fail(cell, what, report) {
    this.failures.push({ what, place: placeOf(cell), command: cell.command, error: report?.error?.message });
  }
}
