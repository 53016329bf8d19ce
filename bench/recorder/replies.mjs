// The replies of the recorder that do not change: taken from the simulated drive with a blank CD-R, and written as C.
import { openTransport } from '../../dist/index.js';

const ASKED = {
  INQUIRY: { cdb: [0x12, 0, 0, 0, 96, 0], most: 96, lengthOf: (data) => data.getUint8(4) + 5 },
  FEATURES: { cdb: [0x46, 0, 0, 0, 0, 0, 0, 0x10, 0, 0], most: 4096, lengthOf: (data) => data.getUint32(0) + 4 },
  MODE_PAGES: {
    cdb: [0x5a, 0x08, 0x3f, 0, 0, 0, 0, 0x10, 0, 0],
    most: 4096,
    lengthOf: (data) => data.getUint16(0) + 2,
    headerBytes: 8,
  },
  ATIP: { cdb: [0x43, 0x02, 0x04, 0, 0, 0, 0, 0x01, 0, 0], most: 256, lengthOf: (data) => data.getUint16(0) + 2 },
};
const TIME_LIMIT_MS = 30_000;

/** @returns the text of replies.h */
export async function recordReplies() {
  const transport = await openTransport('sim:');
  try {
    const declarations = [];
    for (const [name, { cdb, most, lengthOf, headerBytes = 0 }] of Object.entries(ASKED)) {
      const { status, data } = await transport.send({
        cdb: Uint8Array.from(cdb),
        data: { direction: 'in', lengthBytes: most },
        timeoutMs: TIME_LIMIT_MS,
      });
      if (status !== 0) throw new Error(`The simulated drive answers ${name} with status ${status}`);
      const bytes = data.subarray(headerBytes, lengthOf(new DataView(data.buffer, data.byteOffset)));
      declarations.push(`static const unsigned char ${name}[${bytes.length}] = {${bytes.join(',')}};\n`);
    }
    return declarations.join('');
  } finally {
    await transport.close();
  }
}
