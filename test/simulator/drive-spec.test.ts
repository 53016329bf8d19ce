import { describe, expect, test } from '@jest/globals';
import { parseDriveSpec } from '../../src/simulator/drive-spec.ts';
import { openSimulatedDrive, VirtualClock } from '../../src/simulator/index.ts';
import { MEDIA } from '../../src/simulator/media/media.ts';
import { TransportError } from '../../src/transport/transport-error.ts';

describe('what follows sim:', () => {
  test('a path, options, both or nothing', () => {
    expect(parseDriveSpec('')).toEqual({ path: '' });
    expect(parseDriveSpec('some folder/my.disc')).toEqual({ path: 'some folder/my.disc' });
    expect(parseDriveSpec('my.disc?time=real&medium=CD-R+80')).toEqual({
      path: 'my.disc',
      time: 'real',
      medium: 'CD-R 80',
    });
    expect(parseDriveSpec('?time=virtual&medium=CD-R%2080')).toMatchObject({ path: '', medium: 'CD-R 80' });
    expect(parseDriveSpec('?medium=CD-R')).toEqual({ path: '', medium: 'CD-R 80' });
  });

  test.each(Object.keys(MEDIA))('%s is a medium as it is written, too', (medium) => {
    expect(parseDriveSpec(`?medium=${medium}`)).toEqual({ path: '', medium });
    expect(parseDriveSpec(`?medium=${encodeURIComponent(medium)}`)).toEqual({ path: '', medium });
    expect(parseDriveSpec(`?medium=${medium.toLowerCase()}`)).toEqual({ path: '', medium });
  });

  test.each([
    ['my.disc?tmie=real', /no option "tmie".*there are: time, medium/],
    ['my.disc?time=slow', /time must be one of virtual, real/],
    ['my.disc?time=real&time=virtual', /"time" is given twice/],
    ['my.disc?medium=vinyl', /medium must be one of .*CD-R 80/],
  ])('%s is refused with the accepted form', (spec, words) => {
    const refuse = () => parseDriveSpec(spec);
    expect(refuse).toThrow(TransportError);
    expect(refuse).toThrow(words);
  });

  test('time is virtual by default', async () => {
    await using virtual = await openSimulatedDrive('');
    expect(virtual.clock).toBeInstanceOf(VirtualClock);
    await using real = await openSimulatedDrive('?time=real');
    expect(real.clock).not.toBeInstanceOf(VirtualClock);
  });
});
