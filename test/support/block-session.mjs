/*
 * What a program sent to write a DVD or BD, from its commands alone, without our own decoders: for fixtures/golden/dvd-bd-runs.jsonl,
 * for the rig that runs the programs, and for the test that compares.
 */

const FORMAT = 0x04;
const START_STOP = 0x1b;
const PREVENT_ALLOW = 0x1e;
const WRITE_10 = 0x2a;
const SYNC = 0x35;
const RESERVE = 0x53;
const OPC = 0x54;
const MODE_SELECT_10 = 0x55;
const CLOSE = 0x5b;
const BLANK = 0xa1;
const SET_STREAMING = 0xb6;
const SET_CD_SPEED = 0xbb;

/** Commands that do something: the others only ask, wait or measure. */
const DOING = [
  FORMAT,
  START_STOP,
  PREVENT_ALLOW,
  WRITE_10,
  SYNC,
  RESERVE,
  OPC,
  MODE_SELECT_10,
  CLOSE,
  BLANK,
  SET_STREAMING,
  SET_CD_SPEED,
];

const MODE_HEADER_BYTES = 8;
const WRITE_PARAMETERS = 0x05;

const hexOf = (bytes) => Buffer.from(bytes).toString('hex');
const writeOf = (cdb) => ({ lba: cdb.readInt32BE(2), blocks: cdb.readUInt16BE(7) });

/**
 * @param commands in order: `cdb` and `data` (what was sent to the drive), and the SCSI `status`
 * @returns those that do something, without the data of WRITE, and WRITEs of equal lengths that follow one another as one
 */
export function blockStepsOf(commands) {
  const steps = [];
  let next;
  for (const { cdb: sent, data, status } of commands) {
    const cdb = Buffer.from(sent);
    if (!DOING.includes(cdb[0])) continue;
    if (cdb[0] !== WRITE_10) {
      steps.push({ cdb: hexOf(cdb), ...(data.length === 0 ? {} : { out: hexOf(data) }), status });
      next = undefined;
      continue;
    }
    const { lba, blocks } = writeOf(cdb);
    if (next?.lba === lba && next.blocks === blocks && next.step.status === status) next.step.times++;
    else {
      const step = { cdb: hexOf(cdb), status, times: 1 };
      steps.push(step);
      next = { step };
    }
    next = { step: next.step, lba: lba + blocks, blocks };
  }
  return steps;
}

const decoded = ({ cdb, out = '', ...step }) => ({
  ...step,
  cdb: Buffer.from(cdb, 'hex'),
  out: Buffer.from(out, 'hex'),
});

const pageIn = ({ cdb, out }) => {
  if (cdb[0] !== MODE_SELECT_10) return undefined;
  const page = out.subarray(MODE_HEADER_BYTES + out.readUInt16BE(6));
  return page[0] % 64 === WRITE_PARAMETERS ? page : undefined;
};

/** `high` is the highest bit of a field of `bits` bits. */
const bitsOf = (byte, high, bits) => Math.floor(byte / 2 ** (high + 1 - bits)) % 2 ** bits;

/** As MMC-6 7.5.4 has them. */
const fieldsOf = (page) => ({
  BUFE: bitsOf(page[2], 6, 1),
  LS_V: bitsOf(page[2], 5, 1),
  TST_W: bitsOf(page[2], 4, 1),
  WR_T: bitsOf(page[2], 3, 4),
  MULTI_S: bitsOf(page[3], 7, 2),
  FP: bitsOf(page[3], 5, 1),
  COPY: bitsOf(page[3], 4, 1),
  TRACK_M: bitsOf(page[3], 3, 4),
  DBT: bitsOf(page[4], 3, 4),
  LINK_S: page[5],
  SESS_F: page[8],
  PACK_SIZE: page.readUInt32BE(10),
  APL: page.readUInt16BE(14),
});

const FORMAT_TYPE_SHIFT = 4;

const formatWords = ({ out }) => {
  const type = Math.floor(out[8] / FORMAT_TYPE_SHIFT).toString(16);
  const blocks = out.readUInt32BE(4) === 0xffff_ffff ? 'the whole disc' : `${out.readUInt32BE(4)} blocks`;
  const options = out[1] === 0x02 ? '' : `, options ${out[1].toString(16)}h`;
  return `type ${type.padStart(2, '0')}h, sub-type ${out[8] % FORMAT_TYPE_SHIFT}, ${blocks}, parameter ${out.readUIntBE(9, 3).toString(16)}h${options}`;
};

const immediate = (isSet) => (isSet ? ' IMMED' : '');

const words = new Map([
  [FORMAT, () => 'FORMAT'],
  [START_STOP, ({ cdb }) => `${['stop', 'start', 'eject', 'load'][cdb[4] % 4]}${immediate(cdb[1] % 2 === 1)}`],
  [PREVENT_ALLOW, ({ cdb }) => (cdb[4] % 2 === 1 ? 'PREVENT' : 'ALLOW')],
  [WRITE_10, () => 'WRITE'],
  [SYNC, ({ cdb }) => `SYNC${immediate(Math.floor(cdb[1] / 2) % 2 === 1)}`],
  [RESERVE, () => 'RESERVE'],
  [OPC, () => 'OPC'],
  [MODE_SELECT_10, (step) => (pageIn(step) === undefined ? 'BLOCK SIZE' : 'PAGE')],
  [CLOSE, ({ cdb }) => `CLOSE ${cdb[2]}${immediate(cdb[1] % 2 === 1)} ${cdb.readUInt16BE(4)}`],
  [BLANK, () => 'BLANK'],
  [SET_STREAMING, () => 'STREAMING'],
  [SET_CD_SPEED, () => 'SPEED'],
]);

const orderOf = (steps) => {
  const said = steps.map((step) => `${words.get(step.cdb[0])(step)}${step.status === 0 ? '' : ' (refused)'}`);
  return said.filter((word, index) => word !== said[index - 1]).join(', ') || 'nothing';
};

const isOfTray = ({ cdb }) => cdb[0] === START_STOP || cdb[0] === PREVENT_ALLOW;
const is = (opcode) => (step) => step.cdb[0] === opcode;
const each = (steps, inWords) => [...new Set(steps.map(inWords))].join(' then ') || 'not sent';

/** @returns `page`: the fields of page 05h that was in force when the first WRITE was sent; `words`: everything else, in words */
export function blockAspectsOf(recorded) {
  const steps = recorded.map(decoded);
  const first = steps.findIndex(is(WRITE_10));
  const last = steps.findLastIndex(is(WRITE_10));
  const writes = steps.filter(is(WRITE_10)).map(({ cdb, times }) => ({ ...writeOf(cdb), times }));
  const page = steps
    .slice(0, Math.max(0, first))
    .filter(({ status }) => status === 0)
    .map(pageIn)
    .findLast(Boolean);
  const before = steps.slice(0, Math.max(0, first));
  const begin = before.findLastIndex(isOfTray);
  const after = steps.slice(last + 1);
  const end = after.findIndex(isOfTray);
  const length = writes.reduce((sum, { blocks, times }) => sum + blocks * times, 0);
  return {
    page: page === undefined ? undefined : fieldsOf(page),
    words: {
      'before the burn': orderOf(before.slice(0, begin + 1)),
      'before the first WRITE': orderOf(before.slice(begin + 1)),
      'FORMAT UNIT': each(before.filter(is(FORMAT)), formatWords),
      'RESERVE TRACK': each(before.filter(is(RESERVE)), ({ cdb }) => `${cdb.readUInt32BE(5)} blocks`),
      WRITE: `${length} blocks from LBA ${writes[0]?.lba}, ${writes[0]?.blocks} at a time, ${writes.at(-1)?.blocks} in the last`,
      'after the last WRITE': orderOf(end < 0 ? after : after.slice(0, end)),
      'at the end': orderOf(end < 0 ? [] : after.slice(end)),
    },
  };
}
