// Runs cells for sweep.mjs, one after another, and sends the report of each.
import { runCell } from './run-cell.mjs';

let rejections = [];
process.on('unhandledRejection', (reason) => rejections.push(reason));

/** The unhandled rejections since the last call. */
function unhandled() {
  const found = rejections;
  rejections = [];
  return found;
}

const reportOf = ({ exchanges: _long, cell: _known, ...report }) => report;

async function run(cell) {
  try {
    return reportOf(await runCell(cell, unhandled));
  } catch (error) {
    return { broken: error.stack };
  }
}

process.on('message', async (batch) => {
  for (const { id, cell } of batch) process.send({ id, report: await run(cell) });
  process.send({ done: true });
});

process.on('disconnect', () => process.exit());
