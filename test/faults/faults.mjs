import { encodeSense, ScsiStatus } from '../../dist/mmc/index.js';

/*
 * Everything that goes wrong in the sweep. A fault is what `faultSchema` of the simulator calls `does`, or its own
 * function that answers in the drive's place. `once` and `always` say how it may strike: "always" means the exchange at
 * which it begins and every later command with the same opcode.
 *
 * `passing`: the condition that the drive reports ends by itself, so even a command that writes may be sent again.
 * `harms`: it reports that something has happened to the disc or the drive. `falsifies`: the reply is not what the drive
 * meant; `undetectable`: and it has the correct length. `gone`: no command reaches the drive any more.
 */

const sense = (triple, { deferred = false, ...rest } = {}) => ({
  name: `${triple}${deferred ? ' deferred' : ''}`,
  does: { sense: triple, ...(deferred ? { deferred } : {}) },
  once: true,
  always: true,
  ...rest,
});

const passing = { passing: true };
const harms = { harms: true };
const deferred = { deferred: true, ...harms };
const undetectable = { undetectable: true };

const status = (name, rest = {}) => ({ name, does: { status: name }, once: true, always: true, ...rest });

const reply = (name, does, rest = {}) => ({ name, ...does, once: true, always: true, falsifies: true, ...rest });

const single = (name, does, rest = {}) => ({ name, does, once: true, always: false, ...rest });

const NOTHING = new Uint8Array();

const checkCondition = (key, asc, ascq) => ({
  status: ScsiStatus.CheckCondition,
  sense: encodeSense({ key, asc, ascq }),
  data: NOTHING,
});

/** The drive carries the command out but answers with an error. */
const doneBut = (name, answer, rest = {}) => ({
  name: `done, but ${name}`,
  async hit(_call, next) {
    await next();
    return answer;
  },
  once: true,
  always: true,
  ...rest,
});

/** Changes the bytes of a reply, keeping its length. */
const rewritten = (change) => async (_call, next) => {
  const answer = await next();
  return { ...answer, data: Uint8Array.from(answer.data, change) };
};

/** Bytes that look random and are the same every time. */
const garbled = (byte, index) => byte ^ ((index * 167 + 89) % 255);

export const faults = [
  sense('2/04/00', passing),
  sense('2/04/01', passing),
  sense('2/04/04', passing),
  sense('2/04/07', passing),
  sense('2/04/08', passing),
  sense('2/3A/00', harms),
  sense('2/3A/02', harms),
  sense('2/30/00', harms),
  sense('6/28/00'),
  sense('6/29/00', harms),
  sense('6/2A/01', passing),
  sense('6/2E/00', passing),
  sense('3/0C/00', deferred),
  sense('3/0C/09', deferred),
  sense('4/44/00', deferred),
  sense('3/02/00'),
  sense('3/0C/00'),
  sense('3/11/05'),
  sense('3/72/00'),
  sense('3/73/03'),
  sense('4/09/00'),
  sense('4/3E/02'),
  sense('4/44/00'),
  sense('5/20/00'),
  sense('5/21/02'),
  sense('5/24/00'),
  sense('5/26/00'),
  sense('5/2C/00'),
  sense('5/30/05'),
  sense('5/64/00'),
  sense('5/72/03'),
  sense('7/27/00'),
  sense('8/00/00'),
  sense('B/00/00', passing),
  sense('B/08/00', passing),
  sense('B/47/00', passing),
  sense('B/4B/00', passing),
  status('BUSY', passing),
  status('TASK SET FULL', passing),
  status('RESERVATION CONFLICT'),
  status('TASK ABORTED', passing),
  status('CHECK CONDITION'),
  reply('reply of 0 bytes', { does: { shortData: 0 } }),
  reply('reply of 3 bytes', { does: { shortData: 3 } }),
  reply('reply of 12 bytes', { does: { shortData: 12 } }),
  reply('reply stale after 5 bytes', { does: { staleData: 5 } }, undetectable),
  reply('reply of zeros', { hit: rewritten(() => 0) }, undetectable),
  reply('garbled reply', { hit: rewritten(garbled) }, undetectable),
  { name: 'command lost', does: { hostTimeout: true }, once: true, always: true },
  { name: 'answer lost', does: { hostTimeout: 'carried-out' }, once: true, always: true },
  doneBut('2/04/08', checkCondition(0x2, 0x04, 0x08), passing),
  doneBut('3/0C/00', checkCondition(0x3, 0x0c, 0x00)),
  doneBut('4/44/00', checkCondition(0x4, 0x44, 0x00)),
  doneBut('5/2C/00', checkCondition(0x5, 0x2c, 0x00)),
  doneBut('B/00/00', checkCondition(0xb, 0x00, 0x00), passing),
  doneBut('BUSY', { status: ScsiStatus.Busy, sense: NOTHING, data: NOTHING }, passing),
  single('reset', { reset: true }, harms),
  single('power lost, restarted', { powerLoss: 'restart' }, harms),
  single('power lost for good', { powerLoss: 'gone' }, { gone: true }),
  single('unplugged', { disconnect: true }, { gone: true }),
];

export const faultNamed = (name) => {
  const found = faults.find((fault) => fault.name === name);
  if (found === undefined) throw new Error(`there is no fault "${name}"`);
  return found;
};
