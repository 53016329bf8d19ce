const MODE_SELECT_10 = 0x55;
const MODE_HEADER_BYTES = 8;
const WRITE_PARAMETERS = 0x05;

/** For each run of WRITEs, the settings of the last page 05h that the drive accepted before it. */
export const writeParametersUsed = (commands) =>
  pagesUsed(commands).map((page) => ({
    bufferUnderrunFree: (page[2] & 0x40) !== 0,
    testWrite: (page[2] & 0x10) !== 0,
  }));

/** For each run of WRITEs, the last page 05h that the drive accepted before it. */
export function pagesUsed(commands) {
  const used = [];
  let page;
  for (const { cdb, data, status } of commands) {
    const sent = data.subarray(MODE_HEADER_BYTES);
    if (cdb[0] === MODE_SELECT_10 && status === 0 && (sent[0] & 0x3f) === WRITE_PARAMETERS) page = sent;
    if (WRITES.has(cdb[0]) && page !== undefined) {
      used.push(page);
      page = undefined;
    }
  }
  return used;
}

const WRITES = new Set([0x2a, 0xaa]);
