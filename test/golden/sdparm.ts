import { readFileSync } from 'node:fs';
import { modePageByCode } from '../../src/mmc/mode-pages/index.ts';

/** By page: what sdparm calls the fields that are declared. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '01': {
    AWRE: 'automaticWriteReallocation',
    ARRE: 'automaticReadReallocation',
    TB: 'transferBlock',
    RC: 'readContinuous',
    PER: 'postError',
    DTE: 'disableTransferOnError',
    DCR: 'disableCorrection',
    RRC: 'readRetries',
    EMCDR: 'enhancedMediaCertification',
    WRC: 'writeRetries',
    ERWS: 'errorReportingWindowBlocks',
  },
  '05': {
    BUFE: 'bufferUnderrunFree',
    LS_V: 'linkSizeValid',
    TST_W: 'testWrite',
    WR_T: 'writeType',
    MULTI_S: 'multiSession',
    FP: 'fixedPacket',
    COPY: 'copy',
    TRACK_M: 'trackMode',
    DBT: 'dataBlockType',
    LINK_S: 'linkSize',
    IAC: 'hostApplicationCode',
    SESS_F: 'sessionFormat',
    PACK_S: 'packetSizeBlocks',
    APL: 'audioPauseBlocks',
  },
  '1A': { IDLE_A: 'idle', STANDBY_Z: 'standby', IACT: 'idleTimer', SZCT: 'standbyTimer' },
  '1D': {
    G3E: 'group3Timeout',
    TMOE: 'timeoutEnabled',
    DISP: 'disableUntilPowerCycle',
    SWPP: 'softwareWriteProtect',
    G1MT: 'group1Seconds',
    G2MT: 'group2Seconds',
  },
  // The capabilities are compared with Wireshark, except those that it does not know.
  '2A': {
    BUF: 'bufferUnderrunFree',
    LMT: 'loadingMechanism',
    MRSS: 'maxReadKBps',
    NVLS: 'volumeLevels',
    BSS: 'bufferKiB',
    CMRS: 'copyManagementRevision',
    RCS: 'rotationControl',
    CWSS: 'currentWriteKBps',
  },
};

interface Place {
  readonly byte: number;
  readonly high: number;
  readonly bits: number;
}

const table = readFileSync(new URL('../../fixtures/mode-pages/sdparm.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line): Place & { readonly page: string; readonly name: string } => {
    const [page = '', name = '', byte, high, bits] = line.trim().split(/\s+/);
    return { page, name, byte: Number(byte), high: Number(high), bits: Number(bits) };
  });

function placeOf(page: string, name: string): Place | undefined {
  const spans = modePageByCode(Number.parseInt(page, 16))?.layout.fields[name]?.spans;
  const first = spans?.[0];
  if (spans === undefined || first === undefined) return undefined;
  const together = spans.every(({ byte }, index) => byte === first.byte + index);
  const bits = spans.reduce((sum, { high, low }) => sum + high - low + 1, 0);
  return together ? { byte: first.byte, high: first.high, bits } : undefined;
}

/** Mode page fields that are not where sdparm has them. */
export const misplacedFields = (): string[] =>
  Object.entries(NAMES).flatMap(([page, names]) =>
    Object.entries(names).flatMap(([acronym, name]) => {
      const theirs = table.find((each) => each.page === page && each.name === acronym);
      const ours = placeOf(page, name);
      const same = theirs?.byte === ours?.byte && theirs?.high === ours?.high && theirs?.bits === ours?.bits;
      return same && theirs !== undefined ? [] : [`page ${page}h ${name} is not where sdparm has ${acronym}`];
    }),
  );
