import { crc32 } from 'node:zlib';

/*
 * What a program sent to write a whole session, from its commands alone, without our own decoders: for fixtures/golden/album-runs.json,
 * for the rig that runs the programs, and for the test that compares.
 */

const WRITE_10 = 0x2a;
const SEND_CUE_SHEET = 0x5d;
const MODE_SELECT_10 = 0x55;
const MODE_HEADER_BYTES = 8;
const WRITE_PARAMETERS = 0x05;
const PREGAP_LBA = -150;
const CUE_ENTRY_BYTES = 8;
const RAW_BLOCK_BYTES = 96;
const PACK_BYTES = 18;

/** Those that write, or say how. */
const WORDS = new Map([
  [MODE_SELECT_10, 'PAGE'],
  [0x54, 'OPC'],
  [SEND_CUE_SHEET, 'CUE SHEET'],
  [WRITE_10, 'WRITE'],
  [0x35, 'SYNC'],
  [0x5b, 'CLOSE'],
]);

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const inPieces = (bytes, length) =>
  Array.from({ length: Math.floor(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );

/** The six low bits of each of 96 bytes are 72 bytes, which are four packs (MMC-3 annex J). */
function packsOf(block) {
  const bits = [...block].map((symbol) => (symbol % 64).toString(2).padStart(6, '0')).join('');
  const bytes = Buffer.from(bits.match(/.{8}/g).map((each) => Number.parseInt(each, 2)));
  return inPieces(bytes, PACK_BYTES).map(hex);
}

function pageOf({ cdb, data }) {
  if (cdb[0] !== MODE_SELECT_10) return undefined;
  const page = data.subarray(MODE_HEADER_BYTES + data.readUInt16BE(6));
  return page[0] % 64 === WRITE_PARAMETERS ? page : undefined;
}

const writeOf = ({ cdb, data }) => ({ lba: cdb.readInt32BE(2), blocks: cdb.readUInt16BE(7), data });

/** Where blocks begin and end, and whether each WRITE begins where the one before ended. */
function extentOf(writes) {
  if (writes.length === 0) return 'nothing';
  let next = writes[0].lba;
  for (const { lba, blocks } of writes) {
    if (lba !== next) return `a gap at LBA ${next}`;
    next += blocks;
  }
  return `LBA ${writes[0].lba} to ${next - 1}`;
}

/** A lead-in repeats its packs to its end. */
function cycleOf(packs) {
  const length = packs.indexOf(packs[0], 1);
  const cycle = length < 0 ? packs : packs.slice(0, length);
  const repeats = packs.every((pack, index) => pack === cycle[index % cycle.length]);
  return { cycle, repeats };
}

/**
 * @param commands in order: `cdb` and `data` (all that was sent to the drive) as Buffers, and the SCSI `status`
 * @returns `order` of the commands; `page` 05h, the `cueSheet` by entries and the `packs`, in hexadecimal; where the lead-in and the
 *   program area are, and the CRC-32 of its bytes
 */
export function wholeSessionOf(commands) {
  const done = commands.filter(({ status }) => status === 0);
  const sheetAt = done.findLastIndex(({ cdb }) => cdb[0] === SEND_CUE_SHEET);
  const page = done.slice(0, sheetAt).map(pageOf).findLast(Boolean);
  const writes = done.filter(({ cdb }) => cdb[0] === WRITE_10).map(writeOf);
  const [leadIn, program] = [
    writes.filter(({ lba }) => lba < PREGAP_LBA),
    writes.filter(({ lba }) => lba >= PREGAP_LBA),
  ];
  const { cycle, repeats } = cycleOf(leadIn.flatMap(({ data }) => inPieces(data, RAW_BLOCK_BYTES).flatMap(packsOf)));
  const pageAt = done.findLastIndex((command, index) => index < sheetAt && pageOf(command) !== undefined);
  const words = done
    .slice(pageAt)
    .map(({ cdb }) => WORDS.get(cdb[0]))
    .filter(Boolean);
  return {
    order: words.filter((word, index) => word !== words[index - 1]).join(' '),
    page: hex(page),
    cueSheet: inPieces(done[sheetAt].data, CUE_ENTRY_BYTES).map(hex),
    packs: cycle,
    leadIn: `${extentOf(leadIn)}${repeats ? '' : ', packs not repeated in full'}`,
    program: extentOf(program),
    programCrc32: crc32(Buffer.concat(program.map(({ data }) => data)))
      .toString(16)
      .padStart(8, '0'),
  };
}
