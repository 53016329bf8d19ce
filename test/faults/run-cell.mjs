import { Drive } from '../../dist/index.js';
import { write10 } from '../../dist/mmc/index.js';
import { faultNamed } from './faults.mjs';
import { judgeFailure, judgeSuccess } from './judge.mjs';
import { recover } from './recovery.mjs';
import { scenarioNamed } from './scenarios.mjs';
import { differences, lookAt } from './truth.mjs';
import { VIRTUAL_LIMIT_MS, WatchedDrive } from './watched-drive.mjs';

/** Real time: a run that has not ended by then is waiting for something that never comes. */
const REAL_LIMIT_MS = 30_000;

const NEVER = Symbol('never settled');

/** Settles as the promise does, or with NEVER: nothing else would end such a wait. */
async function withinRealTime(promise) {
  let timer;
  const limit = new Promise((resolve) => {
    timer = setTimeout(resolve, REAL_LIMIT_MS, NEVER);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a scenario without a fault. Returns its exchanges from where faults may strike; throws unless everything is right. */
export async function runClean(scenario) {
  const disc = await scenario.disc();
  const watched = new WatchedDrive(disc);
  let from = 0;
  const note = ({ phase }) => {
    if (phase === scenario.from && from === 0) from = watched.exchanges.length;
  };
  const drive = new Drive(watched.connect());
  const result = await scenario.run(drive, note);
  const found = await lookAt(disc, scenario.wanted.tracks);
  const wrong = [
    ...judgeSuccess({ scenario, result, found }),
    ...((await scenario.outside?.({ succeeded: true, warnings: [], refused: false })) ?? []),
  ];
  await drive.close();
  if (wrong.length > 0) throw new Error(`${scenario.name}: wrong without a fault: ${wrong.join('; ')}`);
  return watched.exchanges.slice(from).map(({ name, opcode, cdb, replyBytes, writes }) => ({
    name,
    opcode,
    replyBytes,
    writes,
    ...(name === 'WRITE(10)' ? { lba: write10.spec.cdb.decode(cdb).lba } : {}),
  }));
}

/**
 * Runs one scenario with one fault.
 * @param cell { scenario, exchange, opcode, nthOfOpcode, fault, always }
 * @param unhandled returns the unhandled rejections since its last call
 */
export async function runCell(cell, unhandled = () => []) {
  const scenario = scenarioNamed(cell.scenario);
  const fault = faultNamed(cell.fault);
  const disc = await scenario.disc();
  const watched = new WatchedDrive(disc);
  const before = await lookAt(disc, scenario.wanted.tracks);
  const { always, opcode, nthOfOpcode } = cell;
  const inject = () => watched.inject(fault, { nth: cell.exchange, always, opcode, nthOfOpcode });
  if (scenario.from === undefined) inject();
  let injected = scenario.from === undefined;
  const heard = [];
  const note = ({ phase, warning }) => {
    if (warning !== undefined) heard.push(warning);
    if (injected || phase !== scenario.from) return;
    injected = true;
    inject();
  };

  const drive = new Drive(watched.connect());
  const outcome = await withinRealTime(
    scenario.run(drive, note).then(
      (result) => ({ result }),
      (error) => ({ error }),
    ),
  );
  if (outcome === NEVER) return { cell, settled: false, reason: 'it never ended', exchanges: watched.exchanges };
  const virtualMs = watched.nowMs;
  const atError = await lookAt(disc, scenario.wanted.tracks);
  const released = await isReleased(watched.simulated);
  await watched.simulated.burner.settleEverything().catch(() => {});
  const found = await lookAt(disc, scenario.wanted.tracks);
  await drive.close().catch(() => {});
  const unlocked = isUnlocked(watched);

  const { result, error } = outcome;
  const succeeded = error === undefined;
  const exchanges = [...watched.exchanges];
  const deceived = always && fault.undetectable === true;
  const { asked } = watched;
  const run = { scenario, always, error, exchanges, asked, before, atError, found, deceived };
  const untrue = succeeded ? judgeSuccess({ scenario, result, found, deceived }) : judgeFailure(run);
  const warnings = [...heard, ...(result?.warnings ?? [])];
  const refused = always && /(^|but )5\//.test(fault.name);
  if (!deceived) untrue.push(...((await scenario.outside?.({ succeeded, warnings, refused })) ?? []));
  const leftOver = unhandled();
  const late = virtualMs > VIRTUAL_LIMIT_MS || watched.outOfPatience;
  const gone = watched.outOfPatience || fault.gone === true;
  const unrecovered = await withinRealTime(recover(watched, { scenario, gone, succeeded }));
  const whole = differences(found, scenario.wanted).length === 0;
  return {
    cell,
    settled: !late && leftOver.length === 0,
    reason: late ? 'it took too long' : String(leftOver[0] ?? ''),
    succeeded,
    struck: exchanges.some(({ hit }) => hit),
    untrue,
    whole,
    unlocked,
    released,
    unrecovered: unrecovered === NEVER ? 'recovery never ended' : unrecovered,
    virtualMs,
    error: error && { kind: kindOf(error), message: error.message },
    exchanges,
  };
}

/** The error's name, with the detail that distinguishes it. */
function kindOf(error) {
  const detail = error.name === 'BurnError' ? error.phase : error.name === 'TransportError' ? error.kind : undefined;
  return `${error.name ?? typeof error}${detail === undefined ? '' : ` (${detail})`}`;
}

async function isReleased(simulated) {
  const other = simulated.connect();
  try {
    await other.takeExclusive('another program');
    return true;
  } catch {
    return false;
  } finally {
    await other.close();
  }
}

/** After the program has closed the drive. If the drive did not hear an ALLOW, one must at least have been sent. */
function isUnlocked({ simulated, exchanges, asked }) {
  if (!simulated.burner.tray.locked) return true;
  const prevented = asked.findLastIndex(({ name }) => name === 'PREVENT REMOVAL');
  const locked = exchanges.findLastIndex(({ name, carriedOut }) => name === 'PREVENT REMOVAL' && carriedOut);
  const heard = exchanges
    .slice(locked)
    .some(({ name, hit, carriedOut }) => name === 'ALLOW REMOVAL' && !hit && carriedOut);
  return !heard && asked.findLastIndex(({ name }) => name === 'ALLOW REMOVAL') > prevented;
}
