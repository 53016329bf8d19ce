// The replies of the recorder that do not change: taken from the simulated drive with a blank disc, and written as C.
import { openTransport } from '../../dist/index.js';

const NAMED = {
  INQUIRY: { cdb: [0x12, 0, 0, 0, 96, 0], most: 96, lengthOf: (data) => data.getUint8(4) + 5 },
  FEATURES: { cdb: [0x46, 0, 0, 0, 0, 0, 0, 0x10, 0, 0], most: 4096, lengthOf: (data) => data.getUint32(0) + 4 },
  MODE_PAGES: {
    cdb: [0x5a, 0x08, 0x3f, 0, 0, 0, 0, 0x10, 0, 0],
    most: 4096,
    lengthOf: (data) => data.getUint16(0) + 2,
    headerBytes: 8,
  },
};
const behindLength16 = (data) => data.getUint16(0) + 2;
const performance = (type) => ({
  which: type,
  cdb: [0xac, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x10, type, 0],
  lengthOf: (data) => data.getUint32(0) + 4,
});
const structure = (format) => ({
  which: format,
  cdb: [0xad, 1, 0, 0, 0, 0, 0, format, 0x10, 0, 0, 0],
  lengthOf: behindLength16,
});
/** Replies of one opcode, told apart by a byte of the CDB. */
const TOLD_APART = {
  'CD-R 80': [{ which: 4, cdb: [0x43, 0x02, 0x04, 0, 0, 0, 0, 0x01, 0, 0], lengthOf: behindLength16 }],
  'BD-R': [
    { which: 0, cdb: [0x23, 0, 0, 0, 0, 0, 0, 0x01, 0, 0], lengthOf: (data) => data.getUint8(3) + 4 },
    performance(0),
    performance(3),
    structure(0x00),
  ],
};
const MOST_BYTES = 4_096;
const TIME_LIMIT_MS = 30_000;

/**
 * @param medium `CD-R 80` or `BD-R`
 * @returns the text of replies.h
 */
export async function recordReplies(medium) {
  const transport = await openTransport(`sim:?medium=${medium}`);
  const ask = async (cdb, most, lengthOf, headerBytes = 0) => {
    const request = {
      cdb: Uint8Array.from(cdb),
      data: { direction: 'in', lengthBytes: most },
      timeoutMs: TIME_LIMIT_MS,
    };
    const { status, data } = await transport.send(request);
    if (status !== 0) throw new Error(`The simulated drive answers command ${cdb} with status ${status}`);
    return data.subarray(headerBytes, lengthOf(new DataView(data.buffer, data.byteOffset)));
  };
  try {
    const lines = [];
    for (const [name, { cdb, most, lengthOf, headerBytes }] of Object.entries(NAMED)) {
      const bytes = await ask(cdb, most, lengthOf, headerBytes);
      lines.push(`static const unsigned char ${name}[${bytes.length}] = {${bytes.join(',')}};`);
    }
    const entries = [];
    for (const { which, cdb, lengthOf } of TOLD_APART[medium]) {
      const bytes = await ask(cdb, MOST_BYTES, lengthOf);
      const name = `REPLY_${cdb[0]}_${which}`;
      lines.push(`static const unsigned char ${name}[${bytes.length}] = {${bytes.join(',')}};`);
      entries.push(`{${cdb[0]}, ${which}, ${bytes.length}, ${name}}`);
    }
    lines.push(
      'struct recorded { unsigned opcode, which, length; const unsigned char *bytes; };',
      `static const struct recorded RECORDED[] = {${entries.join(', ')}};`,
      '',
    );
    return lines.join('\n');
  } finally {
    await transport.close();
  }
}
