import { faults } from './faults.mjs';
import { runClean } from './run-cell.mjs';
import { scenarios } from './scenarios.mjs';

/*
 * A cell is one run of the sweep: a scenario, the number of the exchange at which a fault first strikes, the fault, and
 * whether it strikes once or always.
 */

/** Every cell that makes sense: a reply can be spoiled only where there is one. */
export async function allCells() {
  const cells = [];
  for (const scenario of scenarios) {
    const exchanges = await runClean(scenario);
    const seen = new Map();
    const struck = scenario.strikes?.(exchanges);
    for (const [index, exchange] of exchanges.entries()) {
      const { name, opcode, replyBytes, writes } = exchange;
      const nthOfOpcode = (seen.get(opcode) ?? 0) + 1;
      seen.set(opcode, nthOfOpcode);
      if (struck !== undefined && !struck.has(exchange)) continue;
      const place = { scenario: scenario.name, exchange: index + 1, command: name, opcode, nthOfOpcode, writes };
      for (const fault of faults) {
        if (fault.falsifies && replyBytes === 0) continue;
        if (fault.undetectable && scenario.cannotKnow?.includes(name)) continue;
        if (fault.once) cells.push({ ...place, fault: fault.name, always: false });
        if (fault.always) cells.push({ ...place, fault: fault.name, always: true });
      }
    }
  }
  return cells;
}

/** Park and Miller's minimal standard generator. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

function shuffled(items, seed) {
  const random = randomNumbers(seed);
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
}

export const kindOfCell = ({ scenario, command, fault, always }) => [scenario, command, fault, always].join(' | ');

/** The given number of cells, the same ones every time: first one of each kind, then others at random. */
export function sample(cells, count, seed) {
  const inOrder = shuffled(cells, seed);
  const seen = new Set();
  const first = [];
  const rest = [];
  for (const cell of inOrder) {
    const kind = kindOfCell(cell);
    (seen.has(kind) ? rest : first).push(cell);
    seen.add(kind);
  }
  return [...first, ...rest].slice(0, count);
}
