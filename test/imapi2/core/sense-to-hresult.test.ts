import { describe, expect, test } from '@jest/globals';
import { AudioFormatError } from '../../../src/audio/index.ts';
import { DecodeError, EncodeError } from '../../../src/codec/index.ts';
import { HResult, hresultNameOf } from '../../../src/imapi2/core/hresult.ts';
import { hresultOfFailure, hresultOfSense } from '../../../src/imapi2/core/sense-to-hresult.ts';
import { TransportError, type TransportErrorKind } from '../../../src/transport/transport-error.ts';
import { imapi2Fixture } from '../fixture.ts';

interface Row {
  readonly sense: string;
  readonly opcode: string | null;
  readonly hresult: string;
}

const table = imapi2Fixture<Row[]>('sense-to-hresult.json');

/** The row as an example: `*` becomes a value that no other row names. */
function example({ sense, opcode }: Row) {
  const [key, asc, ascq] = sense.split('/') as [string, string, string];
  return {
    triple: {
      key: key === '*' ? 0xb : Number.parseInt(key, 16),
      asc: asc === '*' ? 0x72 : Number.parseInt(asc, 16),
      ascq: ascq === '*' ? 0x7f : Number.parseInt(ascq, 16),
    },
    opcode: opcode === null ? 0x2a : Number.parseInt(opcode, 16),
  };
}

const senseError = (key: number, asc: number, ascq: number, opcode: number, deferred = false): Error =>
  Object.assign(new Error('CLOSE TRACK/SESSION: no'), {
    name: 'SenseError',
    sense: { key, asc, ascq, deferred, raw: new Uint8Array(18) },
    command: { name: 'COMMAND', opcode, cdb: new Uint8Array(10) },
  });

describe('hresultOfSense', () => {
  test.each(table.map((row) => [row.sense, row.opcode ?? 'any', row.hresult, row] as const))(
    '%s, opcode %s: %s',
    (_sense, _opcode, hresult, row) => {
      const { triple, opcode } = example(row);
      expect(hresultNameOf(hresultOfSense(triple, opcode))).toBe(hresult);
    },
  );

  test('the command decides where the table says so', () => {
    const invalidField = { key: 5, asc: 0x24, ascq: 0 };
    expect(hresultOfSense(invalidField, 0x5a)).toBe(HResult.E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE);
    expect(hresultOfSense(invalidField, 0xad)).toBe(HResult.E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT);
    expect(hresultOfSense(invalidField, 0x5b)).toBe(HResult.E_FAIL);
  });

  test('the first row that fits wins: 2/30 is incompatible except for READ DVD STRUCTURE', () => {
    expect(hresultOfSense({ key: 2, asc: 0x30, ascq: 5 }, 0x00)).toBe(HResult.E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE);
  });
});

describe('hresultOfFailure', () => {
  test('a sense error is looked up by its sense', () => {
    expect(hresultOfFailure(senseError(2, 0x3a, 1, 0x00))).toBe(HResult.E_IMAPI_RECORDER_MEDIA_NO_MEDIA);
    expect(hresultOfFailure(senseError(5, 0x26, 0, 0x55))).toBe(HResult.E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS);
  });

  test('a deferred error is not the fault of the command that reports it', () => {
    expect(hresultOfFailure(senseError(5, 0x26, 0, 0x55, true))).toBe(HResult.E_FAIL);
    expect(hresultOfFailure(senseError(3, 0x0c, 9, 0x35, true))).toBe(HResult.E_IMAPI_LOSS_OF_STREAMING);
  });

  test('the result is never a success', () => {
    expect(hresultOfFailure(senseError(3, 0x0c, 9, 0x35))).toBe(HResult.E_FAIL);
    expect(hresultOfFailure(senseError(0, 0, 0, 0x00))).toBe(HResult.E_FAIL);
  });

  test.each([
    ['not-found', HResult['HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)']],
    ['gone', HResult['HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)']],
    ['denied', HResult.E_ACCESSDENIED],
    ['busy', HResult.E_IMAPI_RECORDER_LOCKED],
    ['timeout', HResult.E_IMAPI_RECORDER_COMMAND_TIMEOUT],
    ['too-large', HResult.E_FAIL],
    ['unsupported', HResult.E_FAIL],
    ['unknown', HResult.E_FAIL],
  ] as const satisfies readonly (readonly [TransportErrorKind, number])[])('TransportError %s', (kind, hresult) => {
    const error = new TransportError({ kind, path: '/dev/sr0', operation: 'SG_IO', reason: 'no', remedy: 'Do.' });
    expect(hresultOfFailure(error)).toBe(hresult);
  });

  test('a status without sense, an undecodable reply, no CD audio, a bad argument, an abort, a wrapped error, anything else', () => {
    const status = (value: number) => Object.assign(new Error('BUSY'), { name: 'StatusError', status: value });
    expect(hresultOfFailure(status(0x08))).toBe(HResult.E_IMAPI_RECORDER_MEDIA_BUSY);
    expect(hresultOfFailure(status(0x18))).toBe(HResult.E_IMAPI_RECORDER_LOCKED);
    expect(hresultOfFailure(status(0x40))).toBe(HResult.E_FAIL);
    expect(hresultOfFailure(new DecodeError('short'))).toBe(HResult.E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE);
    expect(hresultOfFailure(new AudioFormatError({ path: 'a.wav', found: '48 kHz', remedy: 'Convert it.' }))).toBe(
      HResult.E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED,
    );
    expect(hresultOfFailure(new EncodeError('long'))).toBe(HResult.E_INVALIDARG);
    expect(hresultOfFailure(AbortSignal.abort().reason)).toBe(HResult.E_IMAPI_REQUEST_CANCELLED);
    expect(hresultOfFailure(new Error('Track 2', { cause: senseError(7, 0x27, 0, 0x2a) }))).toBe(
      HResult.E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED,
    );
    for (const other of [new Error('x'), 'x', null, undefined, 7]) expect(hresultOfFailure(other)).toBe(HResult.E_FAIL);
  });
});
