import { VIRTUAL_LIMIT_MS } from './watched-drive.mjs';

const COLUMNS = [
  ['runs', 'runs'],
  ['settled', 'settled'],
  ['truthful', 'truthful'],
  ['succeeded', 'succeeded'],
  ['single', 'single'],
  ['survived', 'survived'],
  ['whole', 'whole'],
  ['repeatable', 'repeatable'],
  ['unlocked', 'unlocked'],
  ['released', 'released'],
  ['recovered', 'recovered'],
];

const minutes = (milliseconds) => `${(milliseconds / 60_000).toFixed(1)} min`;

const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

function totalOf(rows) {
  const total = {};
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      total[key] = key === 'longestMs' ? Math.max(total[key] ?? 0, value) : (total[key] ?? 0) + value;
    }
  }
  return total;
}

/** The table: a line for each scenario and one for all of them together. */
export function tableOf({ rows, longest }) {
  const total = totalOf([...rows.values()]);
  const lines = [...rows, ['all', total]].map(([name, row]) => [
    name,
    ...COLUMNS.map(([, key]) => String(row[key])),
    minutes(row.longestMs),
  ]);
  const heads = ['scenario', ...COLUMNS.map(([head]) => head), 'longest'];
  const widths = heads.map((head, column) => Math.max(head.length, ...lines.map((line) => line[column].length)));
  const show = (line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
  return [
    show(heads),
    ...lines.map(show),
    '',
    `truthful: ${percent(total.truthful, total.runs)} of all runs. Of ${total.single} single faults, the driver survived ${percent(total.survived, total.single)}; ` +
      `${total.whole} failed although the disc was whole, ${total.repeatable} where the command could have been sent again.`,
    `Settled: within ${VIRTUAL_LIMIT_MS / 3_600_000} h on the drive's clock. Longest: ${minutes(longest.virtualMs)}, --run '${longest.place}'.`,
  ].join('\n');
}

/** Classes in groups by what, command and outcome, the largest first: how often, with which faults, in which scenarios. */
export function groupsOf(classes) {
  const groups = new Map();
  for (const [key, { count, place, message }] of classes) {
    const [what, scenario, command, outcome, fault] = JSON.parse(key);
    const name = `${what} | ${command} -> ${outcome}`;
    const group = groups.get(name) ?? { name, count: 0, faults: new Map(), scenarios: new Set(), example: undefined };
    groups.set(name, group);
    group.count += count;
    group.faults.set(fault, (group.faults.get(fault) ?? 0) + count);
    group.scenarios.add(scenario);
    group.example ??= { place, message };
  }
  return [...groups.values()].toSorted((left, right) => right.count - left.count);
}

export function groupInWords({ name, count, faults, scenarios, example }) {
  const list = [...faults].toSorted((left, right) => right[1] - left[1]).map(([fault, times]) => `${fault} (${times})`);
  const lines = [
    `${String(count).padStart(6)}  ${name}`,
    `        in ${[...scenarios].join(', ')}: ${list.join(', ')}`,
  ];
  if (example.place !== undefined) {
    lines.push(`        e.g. --run '${example.place}': ${example.message ?? 'success'}`);
  }
  return lines.join('\n');
}
