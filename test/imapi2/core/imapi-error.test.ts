import { describe, expect, test } from '@jest/globals';
import { HResult } from '../../../src/imapi2/core/hresult.ts';
import { ImapiError } from '../../../src/imapi2/core/imapi-error.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';

describe('ImapiError', () => {
  test('says what was called, the name, the number, the meaning and what to do next', () => {
    const error = new ImapiError(HResult.E_IMAPI_DF2TAO_WRITE_IN_PROGRESS, { member: 'doNotFinalizeMedia' });
    expect(error.message).toBe(
      'doNotFinalizeMedia: E_IMAPI_DF2TAO_WRITE_IN_PROGRESS (0xC0AA0500): a track is being written. ' +
        'Wait for addAudioTrack() to end, or call cancelAddTrack().',
    );
    expect(error).toMatchObject({
      name: 'ImapiError',
      hresult: 0xc0aa0500,
      hresultName: 'E_IMAPI_DF2TAO_WRITE_IN_PROGRESS',
      member: 'doNotFinalizeMedia',
      remedy: 'Wait for addAudioTrack() to end, or call cancelAddTrack().',
    });
    expect(error.cause).toBeUndefined();
    expect(error).toBeInstanceOf(Error);
  });

  test('accepts COM’s signed number and a number that is not in the table', () => {
    expect(new ImapiError(-1062599421).hresultName).toBe('E_IMAPI_DF2TAO_MEDIA_IS_PREPARED');
    const unknown = new ImapiError(0xc0aa7777);
    expect(unknown.hresultName).toBe('0xC0AA7777');
    expect(unknown.message).toContain('0xC0AA7777');
  });

  test('carries the cause from a lower layer and names only one remedy', () => {
    const cause = new TransportError({
      kind: 'busy',
      path: '/dev/sr0',
      operation: 'open',
      osCode: 'EBUSY (16)',
      reason: 'its disc is mounted',
      remedy: 'Unmount it: umount /dev/sr0',
    });
    const error = ImapiError.from(cause, 'prepareMedia()');
    expect(error.hresult).toBe(0xc0aa0210);
    expect(error.cause).toBe(cause);
    expect(error.message).toBe(
      'prepareMedia(): E_IMAPI_RECORDER_LOCKED (0xC0AA0210): another program has exclusive access to the drive, or its disc is ' +
        'mounted (/dev/sr0: open: its disc is mounted [EBUSY (16)]). ' +
        'End that program (exclusiveAccessOwner may name it), or unmount the disc.',
    );
  });

  test('where the HRESULT says little, the remedy comes from the lower layer', () => {
    const cause = new TransportError({
      kind: 'unsupported',
      path: '/dev/null',
      operation: 'SG_IO',
      reason: 'takes no SCSI commands',
      remedy: 'Open a drive such as /dev/sr0.',
    });
    expect(ImapiError.from(cause).message).toBe(
      'E_FAIL (0x80004005): the failure has no HRESULT of its own ' +
        '(/dev/null: SG_IO: takes no SCSI commands). Open a drive such as /dev/sr0.',
    );
  });

  test('an ImapiError stays unchanged', () => {
    const error = new ImapiError(HResult.E_POINTER);
    expect(ImapiError.from(error, 'recorder')).toBe(error);
  });

  test('anything thrown becomes E_FAIL', () => {
    expect(ImapiError.from('a string').hresult).toBe(0x80004005);
    expect(ImapiError.from(undefined).hresult).toBe(0x80004005);
  });
});
