import { count, flag, maybe, result, text } from './kinds.ts';

export const report = result('report', 'A page of a trace or a rip: `report`.', {
  report: text('the HTML file'),
  entries: maybe(count('of a trace: its exchanges and events')),
  cutOff: maybe(flag('of a trace: whether its last line is cut off')),
  tracks: maybe(count('of a rip: its tracks')),
});
