import { fromHex } from '../../codec/index.ts';
import { requireKnownOptions } from '../../known-options.ts';
import { commandName } from '../../trace/command-name.ts';
import { describeEntries, describeError, describeTraceHeader } from '../../trace/describe.ts';
import type { Trace, TraceEntry } from '../../trace/trace.ts';
import { escaped } from '../svg.ts';
import { timeAxis } from './axes.ts';
import { graph } from './graph.ts';
import { isGood, measure, type TraceMeasures } from './measure.ts';
import { factList, list, page, section } from './page.ts';
import { REPORT_OPTIONS, type ReportOptions } from './report-options.ts';

/**
 * What was sent to a drive, what came back, how long it took and what went wrong: one HTML document that needs no other file and no
 * network.
 * @throws OptionsError
 */
export function traceReport(trace: Trace, options: ReportOptions): string {
  requireKnownOptions('traceReport()', options, REPORT_OPTIONS);
  const { title } = options;
  const measures = measure(trace);
  const lines = describeEntries(trace.entries);
  const trouble = trace.entries.flatMap((entry, index) => (isTrouble(entry) ? [lines[index] ?? ''] : []));
  return page(title, [
    `<p>${escaped(describeTraceHeader(trace.header))}</p>`,
    summary(trace, measures, trouble.length),
    ...(trace.errors.length === 0 ? [] : [section('How it ended', ended(trace))]),
    section(
      'Answers that were not GOOD',
      trouble.length === 0 ? '<p>None: every command was answered GOOD.</p>' : list(together(trouble)),
    ),
    section('In time', graphs(measures) || '<p>Nothing was written, and no buffer was asked about.</p>'),
    section('Commands', table(measures)),
    section(
      'Everything, in order',
      `<details><summary>${lines.length} ${lines.length === 1 ? 'line' : 'lines'}</summary>${list(shortened(trace.entries, lines))}</details>`,
    ),
  ]);
}

/** In the words in which the program that recorded it said so. */
const ended = ({ errors }: Trace): string =>
  errors.map((error) => `<p class="warning">${escaped(describeError(error))}</p>`).join('');

const isTrouble = (entry: TraceEntry): boolean =>
  entry.type === 'exchange' ? !isGood(entry) : entry.error !== undefined;

function summary({ entries, cutOff }: Trace, measures: TraceMeasures, troubles: number): string {
  const exchanges = entries.filter((entry) => entry.type === 'exchange');
  const unsent = exchanges.filter(({ outcome }) => outcome === 'skipped').length;
  const facts: readonly (readonly [string, string])[] = [
    ['lasted', secondsInWords(measures.seconds)],
    ['commands', String(exchanges.length - unsent)],
    ['not answered GOOD', String(troubles - unsent)],
    ...(unsent === 0 ? [] : [['not sent', String(unsent)] as const]),
    ...(measures.writtenBytes === 0
      ? []
      : ([
          ['written', bytesInWords(measures.writtenBytes)],
          ['in', secondsInWords(measures.writingSeconds)],
          ['on average', speedInWords(measures.writtenBytes / Math.max(measures.writingSeconds, 0.001))],
        ] as const)),
  ];
  const unfinished = cutOff
    ? '<p class="warning">The last line is cut off: the program that recorded it did not end properly.</p>'
    : '';
  return `${factList(facts)}${unfinished}`;
}

function graphs({ seconds, writeSpeed, driveBuffer, writeTimes }: TraceMeasures): string {
  const drawn = [
    { title: 'Write speed', points: writeSpeed, colour: '#0072b2', valueInWords: speedInWords },
    { title: "Drive's buffer", points: driveBuffer, colour: '#009e73', most: 1, valueInWords: percentInWords },
    { title: 'Time of each WRITE', points: writeTimes, colour: '#d55e00', valueInWords: millisecondsInWords },
  ];
  return drawn
    .filter(({ points }) => points.length > 1)
    .map(({ points, ...each }) => {
      const line = points.map(({ seconds: at, value }) => ({ at, value }));
      return graph({ ...each, lines: [line], axis: timeAxis(seconds) });
    })
    .join('');
}

function table({ commands }: TraceMeasures): string {
  const rows = commands.map(
    ({ name, count, notGood, totalMs, longestMs }) =>
      `<tr><th scope="row">${escaped(name)}</th><td>${count}</td><td>${notGood || ''}</td><td>${millisecondsInWords(totalMs)}</td><td>${millisecondsInWords(longestMs)}</td></tr>`,
  );
  const head = '<tr><th>command</th><th>sent</th><th>not GOOD</th><th>time in all</th><th>longest</th></tr>';
  return `<table><thead>${head}</thead><tbody>${rows.join('')}</tbody></table>`;
}

/** After the time and the number of a line. */
const SAID = /^\s*[\d.]+ s\s+#\d+\s+/;
const MOST_ALIKE = 3;
/** What was behind a command that failed: each of them has another address. */
const NOT_SENT = /^([^:;]*)[:;].*(not sent: .*)$/;

/** Lines that say the same are one, with how often. */
function together(lines: readonly string[]): string[] {
  const alike = new Map<string, string[]>();
  for (const line of lines) {
    const said = line
      .replace(SAID, '')
      .replace(/, [\d.]+ m?s$/, '')
      .replace(/, \d+ % done/, '')
      .replace(NOT_SENT, '$1 $2');
    alike.set(said, [...(alike.get(said) ?? []), line]);
  }
  return [...alike.values()].flatMap((each) =>
    each.length <= MOST_ALIKE ? each : [`${each[0]} (and ${each.length - 1} times more)`],
  );
}

const MOST_IN_A_ROW = 6;

/** Many commands of one kind in a row are the first and the last of them. */
function shortened(entries: readonly TraceEntry[], lines: readonly string[]): string[] {
  const shown: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const kind = kindOf(entries[at]);
    let end = at + 1;
    while (end < lines.length && kind !== undefined && kindOf(entries[end]) === kind) end++;
    const all = lines.slice(at, end);
    const [first = '', last = ''] = [all[0], all.at(-1)];
    if (all.length <= MOST_IN_A_ROW) shown.push(...all);
    else shown.push(first, `… ${all.length - 2} more …`, last);
    at = end;
  }
  return shown;
}

/** Undefined for what is always shown. */
const kindOf = (entry: TraceEntry | undefined): string | undefined =>
  entry?.type === 'exchange' && isGood(entry) ? commandName(fromHex(entry.cdb)) : undefined;

const secondsInWords = (seconds: number): string =>
  seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;

const bytesInWords = (bytes: number): string =>
  bytes < 1e6
    ? `${(bytes / 1e3).toFixed(1)} kB`
    : bytes < 1e9
      ? `${(bytes / 1e6).toFixed(1)} MB`
      : `${(bytes / 1e9).toFixed(2)} GB`;

const speedInWords = (bytesPerSecond: number): string => `${bytesInWords(bytesPerSecond)}/s`;
const percentInWords = (fraction: number): string => `${Math.round(fraction * 100)} %`;
const millisecondsInWords = (ms: number): string =>
  ms < 1_000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1_000).toFixed(1)} s`;
