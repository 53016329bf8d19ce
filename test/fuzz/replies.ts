import fc from 'fast-check';
import { decodeCdText } from '../../src/cd/cd-text/index.ts';
import { cdTextPack } from '../../src/cd/cd-text/pack.ts';
import { decodeCatalogNumber, decodeIsrc } from '../../src/cd/q-identifiers.ts';
import { decodePosition } from '../../src/cd/q-position.ts';
import { decodeTocEntry } from '../../src/cd/toc-entry.ts';
import { DecodeError, fromHex, toHex } from '../../src/codec/index.ts';
import { commandFor } from '../../src/mmc/commands/index.ts';
import { describeFeature } from '../../src/mmc/features.ts';
import { modePageByCode } from '../../src/mmc/mode-pages/index.ts';
import { describeCdb } from '../../src/scsi/command.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import { decodeSense, tryDecodeSense } from '../../src/scsi/sense.ts';
import { senseInWords } from '../../src/scsi/sense-error.ts';
import { describeExchange } from '../../src/trace/index.ts';
import { exchanges } from '../golden/exchanges.ts';
import type { Target } from './fuzz.ts';
import { mutated } from './mutate.ts';

/** A recorded command with recorded bytes of the same command, changed. */
const recorded = <K extends 'in' | 'out'>(part: K) =>
  fc
    .constantFrom(...exchanges.filter((each) => each[part] !== undefined))
    .chain((exchange) => fc.tuple(fc.constant(exchange.cdb), mutated([exchange[part] ?? new Uint8Array()])));

/** The value of what may be refused. */
function orRefused<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

const replies: Target<readonly [Uint8Array, Uint8Array]> = {
  name: 'replies',
  count: 50_000,
  inputs: recorded('in') as fc.Arbitrary<readonly [Uint8Array, Uint8Array]>,
  errors: ['DecodeError'],
  run([cdb, bytes]) {
    const spec = commandFor(cdb)?.spec;
    if (spec?.direction !== 'in') return undefined;
    const words = spec.reply.describe(bytes);
    return [words, spec.reply.decode(bytes)];
  },
};

const parameters: Target<readonly [Uint8Array, Uint8Array]> = {
  name: 'parameters',
  count: 10_000,
  inputs: recorded('out') as fc.Arbitrary<readonly [Uint8Array, Uint8Array]>,
  errors: ['DecodeError'],
  run([cdb, bytes]) {
    const spec = commandFor(cdb)?.spec;
    if (spec?.direction !== 'out') return undefined;
    return [spec.parameters.describe(bytes), spec.parameters.decode(bytes)];
  },
};

const cdbs: Target<Uint8Array> = {
  name: 'CDBs',
  count: 15_000,
  inputs: mutated(exchanges.map(({ cdb }) => cdb)),
  errors: ['DecodeError'],
  run(cdb) {
    const spec = commandFor(cdb)?.spec;
    return spec === undefined ? undefined : describeCdb(spec, cdb);
  },
};

const SENSES = exchanges.flatMap(({ sense }) => (sense === undefined ? [] : [sense]));
const sense: Target<Uint8Array> = {
  name: 'sense data',
  count: 15_000,
  inputs: mutated([
    ...SENSES,
    fromHex('7205240000000008020680000000c8000000'),
    fromHex('f0000300000064 0a 00000000 1105 00 000000'.replaceAll(' ', '')),
  ]),
  errors: ['DecodeError'],
  run(bytes) {
    const found = tryDecodeSense(bytes);
    return [found === undefined ? '' : senseInWords(found), decodeSense(bytes)];
  },
};

const MODE_SENSE_10 = 0x5a;
const modeReplies = exchanges.flatMap(({ cdb, in: bytes }) =>
  cdb[0] === MODE_SENSE_10 && bytes !== undefined ? [bytes] : [],
);
const pages: Target<Uint8Array> = {
  name: 'mode pages',
  count: 10_000,
  inputs: mutated(modeReplies),
  errors: ['DecodeError'],
  run(bytes) {
    const { pages: found } = modeParameters.decode(bytes);
    const raw = bytes.subarray(8);
    return [...found, raw].map((page) => orRefused(() => modePageByCode((page[0] ?? 0) % 0x40)?.decode(page)));
  },
};

/** Recorded CD-TEXT packs, features and entries of tables of contents, without their commands. */
const CD_TEXT = exchanges.flatMap(({ cdb, in: bytes }) =>
  cdb[0] === 0x43 && (cdb[2] ?? 0) % 16 === 5 && bytes !== undefined ? [bytes.subarray(4)] : [],
);
const FULL_TOC = exchanges.flatMap(({ cdb, in: bytes }) =>
  cdb[0] === 0x43 && (cdb[2] ?? 0) % 16 === 2 && bytes !== undefined ? [bytes.subarray(4)] : [],
);
const FEATURES = exchanges.flatMap(({ cdb, in: bytes }) =>
  cdb[0] === 0x46 && bytes !== undefined ? [bytes.subarray(8)] : [],
);

for (const [name, samples] of Object.entries({ CD_TEXT, FULL_TOC, FEATURES, SENSES, modeReplies })) {
  if (samples.length === 0) throw new Error(`no recorded exchange has ${name}`);
}

function* pieces(bytes: Uint8Array, lengthBytes: number): Generator<Uint8Array> {
  for (let at = 0; at + lengthBytes <= bytes.length; at += lengthBytes) yield bytes.subarray(at, at + lengthBytes);
}

const cdText: Target<Uint8Array> = {
  name: 'CD-TEXT packs',
  count: 10_000,
  inputs: mutated(CD_TEXT),
  errors: ['DecodeError'],
  run: (bytes) => decodeCdText([...pieces(bytes, 18)].map((pack) => cdTextPack.decode(pack))),
};

const tableEntries: Target<Uint8Array> = {
  name: 'entries of tables of contents, Q frames and features',
  count: 10_000,
  inputs: mutated([...FULL_TOC, ...FEATURES]),
  errors: ['DecodeError'],
  run(bytes) {
    const frames = [...pieces(bytes, 12)];
    const code = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
    return [
      frames.map((frame) => [decodePosition(frame), decodeCatalogNumber(frame), decodeIsrc(frame)]),
      frames.map((frame) => decodeTocEntry(frame)),
      orRefused(() => describeFeature({ code, data: bytes.subarray(4) } as never)),
    ];
  },
};

/** What `trace show` says about any exchange with these bytes: it never fails. */
const inWords: Target<readonly [Uint8Array, Uint8Array]> = {
  name: 'replies in words',
  count: 10_000,
  inputs: recorded('in') as fc.Arbitrary<readonly [Uint8Array, Uint8Array]>,
  errors: [],
  run: ([cdb, bytes]) =>
    describeExchange({
      type: 'exchange',
      seq: 0,
      t: 0,
      tDone: 1,
      cdb: toHex(cdb),
      timeoutMs: 1,
      outcome: 'answered',
      status: 0,
      durationMs: 1,
      inBytes: bytes.length,
      in: toHex(bytes),
    }),
};

export const replyTargets = [replies, parameters, cdbs, sense, pages, cdText, tableEntries, inWords] as const;
