import { commandFor } from '../../dist/mmc/index.js';
import { faultBehaviour, HostFailure, SimulatedDrive } from '../../dist/simulator/index.js';
import { DRIVE } from './material.mjs';

/** The longest that anything may take, on the drive's clock. A run that is not over by then has not settled. */
export const VIRTUAL_LIMIT_MS = 2 * 3_600_000;
/** Beyond these limits the drive is disconnected, so that the run ends. */
const STOP_MS = 2 * VIRTUAL_LIMIT_MS;
const STOP_EXCHANGES = 200_000;

const CLOSE_NAMES = { 0: 'STOP FORMAT', 1: 'CLOSE TRACK', 2: 'CLOSE SESSION', 5: 'CLOSE SESSION', 6: 'CLOSE SESSION' };

/** The standard's name, split where one command does two things. */
function nameOf(cdb) {
  const { name, cdb: layout } = commandFor(cdb).spec;
  if (name === 'CLOSE TRACK/SESSION') return CLOSE_NAMES[layout.decode(cdb).closeFunction] ?? name;
  if (name === 'PREVENT/ALLOW MEDIUM REMOVAL') return layout.decode(cdb).prevent ? 'PREVENT REMOVAL' : 'ALLOW REMOVAL';
  return name;
}

/** Commands that change the disc or may change it. */
const CHANGES_DISC = [
  'WRITE(10)',
  'SYNCHRONIZE CACHE(10)',
  'CLOSE TRACK',
  'CLOSE SESSION',
  'BLANK',
  'FORMAT UNIT',
  'STOP FORMAT',
];

/**
 * A simulated drive that records every exchange: what was sent, whether the fault struck, whether the drive carried it out,
 * and what the host received. `after` is the last earlier command that may have changed the disc.
 */
export class WatchedDrive {
  simulated;
  exchanges = [];
  asked = [];
  outOfPatience = false;

  constructor(disc) {
    this.simulated = new SimulatedDrive({ ...DRIVE, disc });
    this.simulated.burner.behaviours.push(this.#inside);
    this.simulated.burner.behaviours.unshift(this.#outside);
  }

  /** What a program connects to. `asked` records every command, including those that a disconnected drive never receives. */
  connect() {
    const connection = this.simulated.connect();
    const send = connection.send.bind(connection);
    connection.send = (request) => {
      this.asked.push({ name: nameOf(request.cdb), after: this.#after, exchangesBefore: this.exchanges.length });
      return send(request);
    };
    return connection;
  }

  /** The last command that may have changed the disc. */
  get #after() {
    return this.exchanges.findLast(({ name }) => CHANGES_DISC.includes(name))?.name;
  }

  get disc() {
    return this.simulated.burner.tray.disc;
  }

  get nowMs() {
    return this.simulated.clock.now();
  }

  /** The fault strikes at the nth exchange from now, and with `always` also at all later ones with the same opcode. */
  inject(fault, { nth, opcode, nthOfOpcode, always }) {
    const at = always ? { opcode, nth: nthOfOpcode } : { nth };
    const times = always ? 'always' : 1;
    const from = this.exchanges.length;
    this.#strikes = ({ index, opcode: sent }) =>
      index === from + nth || (always && index > from + nth && sent === opcode);
    const behaviour =
      fault.does === undefined
        ? this.#own(fault)
        : faultBehaviour({ at, does: fault.does, times }, { sinceMs: this.nowMs });
    // Second from the inside: what it stops never reaches the drive.
    this.simulated.burner.behaviours.splice(1, 0, behaviour);
  }

  /** Ends everything that was wrong with the drive. */
  heal() {
    this.simulated.burner.behaviours.length = 0;
  }

  #strikes = () => false;
  #current;

  #own = (fault) => ({
    name: fault.name,
    answer: (call, next) => (this.#current.hit ? fault.hit(call, next) : next()),
  });

  #outside = {
    name: 'watch what the host sees',
    answer: async (call, next) => {
      const index = this.exchanges.length + 1;
      const exchange = {
        index,
        atMs: this.nowMs,
        opcode: call.cdb[0],
        cdb: call.cdb,
        name: nameOf(call.cdb),
        writes: commandFor(call.cdb).spec.effect === 'writes',
        after: this.#after,
        carriedOut: false,
        replyBytes: 0,
        answer: undefined,
      };
      exchange.hit = this.#strikes(exchange);
      this.exchanges.push(exchange);
      this.#current = exchange;
      if (this.nowMs > STOP_MS || index > STOP_EXCHANGES) {
        this.outOfPatience = true;
        throw new HostFailure('gone', 'the test has lost its patience');
      }
      const answer = await next();
      exchange.answer = answer;
      exchange.replyBytes = answer.data.length;
      return answer;
    },
  };

  #inside = {
    name: 'watch what reaches the drive',
    answer: async (_call, next) => {
      const exchange = this.#current;
      const answer = await next();
      exchange.carriedOut = answer.status === 0;
      return answer;
    },
  };
}
