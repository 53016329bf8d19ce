import { senseTripleText, tryDecodeSense } from '../../dist/mmc/index.js';
import { refuse } from '../../scripts/arguments.mjs';
import { runCell } from './run-cell.mjs';

/** How a run is named: `close:14:3/72/00:once`. */
export const placeOf = ({ scenario, exchange, fault, always }) =>
  `${scenario}:${exchange}:${fault}:${always ? 'for ever' : 'once'}`;

/** Runs one cell and prints every exchange of it and the outcome. */
export async function showRun(place, cells) {
  const cell = cells.find((each) => placeOf(each) === place);
  if (cell === undefined) return refuse(`there is no run '${place}': name one as close:14:3/72/00:once`);
  const { exchanges, ...result } = await runCell(cell);
  for (const exchange of exchanges) console.log(inWords(exchange));
  console.log(result);
}

function inWords({ index, atMs, name, hit, carriedOut, answer }) {
  const notes = [answerInWords(answer), hit ? 'the fault struck' : '', carriedOut ? '' : 'not carried out'];
  return `${String(index).padStart(4)} ${(atMs / 1_000).toFixed(3).padStart(10)} s  ${name}: ${notes.filter(Boolean).join(', ')}`;
}

function answerInWords(answer) {
  if (answer === undefined) return 'no answer';
  const { status, sense, data } = answer;
  const decoded = sense.length === 0 ? undefined : tryDecodeSense(sense);
  if (decoded !== undefined) return `${senseTripleText(decoded)}${decoded.deferred ? ' deferred' : ''}`;
  if (status !== 0) return `status ${status.toString(16).padStart(2, '0')}h`;
  return data.length === 0 ? 'good' : `good, ${data.length} bytes`;
}
