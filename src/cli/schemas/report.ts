import { count, flag, result, text } from './kinds.ts';

export const report = result('report', 'A page of a trace: `report`.', {
  report: text('the HTML file'),
  entries: count('the exchanges and events of the trace'),
  cutOff: flag('whether the last line of the trace is cut off'),
});
