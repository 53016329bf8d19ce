import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { StillBusyError } from '../../../src/drive/ready.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { decodeSense, encodeSense } from '../../../src/scsi/sense.ts';
import { SenseError } from '../../../src/scsi/sense-error.ts';
import { TransportError, type TransportErrorKind } from '../../../src/transport/transport-error.ts';
import { BurnError, type BurnErrorDetails, SourceError } from '../../../src/write/engine/burn-error.ts';
import { BURN_ERROR_CODES } from '../../../src/write/engine/burn-error-code.ts';

const sense = (key: number, asc: number, ascq: number) =>
  new SenseError(testUnitReady({}), decodeSense(encodeSense({ key, asc, ascq })));

const transport = (kind: TransportErrorKind) =>
  new TransportError({ kind, path: 'sim:', operation: 'send', reason: 'no', remedy: 'Check the cable' });

const error = (details: Partial<BurnErrorDetails>) =>
  new BurnError({ phase: 'flushing', reason: 'it failed', remedy: 'Try again', ...details });

describe('the code of a BurnError', () => {
  test.each([
    ['an unplugged drive', transport('gone'), 'DRIVE_GONE'],
    ['no answer', transport('timeout'), 'NO_ANSWER'],
    ['a drive that stays busy', new StillBusyError('flushing', 1_000, sense(2, 0x04, 0x08)), 'STILL_BUSY'],
    ['a reset', sense(6, 0x29, 0x00), 'RESET'],
    ['a disc that is gone', sense(2, 0x3a, 0x01), 'NO_DISC'],
    ['a buffer underrun', sense(3, 0x0c, 0x09), 'BUFFER_UNDERRUN'],
    ['a source that fails', new SourceError('one.wav', new Error('input/output error')), 'SOURCE_FAILED'],
    ['anything else', sense(4, 0x44, 0x00), 'FLUSH_FAILED'],
  ])('is the cause, if it says more than the step: %s', (_name, cause, code) => {
    expect(error({ cause }).code).toBe(code);
  });

  test('is the one that is given, if there is one', () => {
    expect(error({ cause: transport('gone'), code: 'NO_ROOM' }).code).toBe('NO_ROOM');
  });

  test('stays the same when more becomes known', () => {
    const more = error({ cause: sense(3, 0x0c, 0x09) }).with({ phase: 'closing the track', track: 2 });
    expect(more).toMatchObject({ code: 'BUFFER_UNDERRUN', phase: 'closing the track', track: 2, remedy: 'Try again' });
  });

  test('is one of those that docs/burn-errors.md explains', () => {
    const rows = readFileSync('docs/burn-errors.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm);
    expect(Object.fromEntries([...rows].map(([, code, meaning]) => [code, meaning]))).toEqual(BURN_ERROR_CODES);
  });
});
