import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { DiscRecorder2, ImapiError } from '../../../src/imapi2/index.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { checkCondition, good, TamperedTransport } from '../../support/tampered-transport.ts';
import { resultNow, resultOf, rig, writerOn } from '../rig.ts';

describe('DiscRecorder2', () => {
  test('reports what the drive is and what it can do', async () => {
    const { recorder } = await rig({
      path: 'sim:',
      identity: { vendor: 'ACME', product: 'BURNER 9', revision: '1.23', serialNumber: '1' },
    });
    expect(recorder).toMatchObject({
      activeDiscRecorder: 'sim:',
      vendorId: 'ACME',
      productId: 'BURNER 9',
      productRevision: '1.23',
      volumeName: '',
      volumePathNames: [],
      deviceCanLoadMedia: true,
      legacyDeviceNumber: -1,
    });
    expect(await recorder.supportedFeaturePages).toEqual(expect.arrayContaining([0x00, 0x01, 0x1e, 0x2d]));
    expect(await recorder.currentFeaturePages).toContain(0x2d);
    expect(await recorder.supportedProfiles).toEqual(expect.arrayContaining([0x08, 0x09]));
    expect(await recorder.currentProfiles).toEqual([0x09]);
    expect(await recorder.supportedModePages).toEqual(expect.arrayContaining([0x05, 0x2a]));
  });

  test.each([
    ['/dev/sr3', 3, []],
    ['/dev/sg1', -1, []],
    ['d:', -1, ['D:\\']],
    ['\\\\.\\CdRom2', 2, []],
  ] as const)('%s: number %d, paths %j', async (path, number, paths) => {
    const recorder = new DiscRecorder2(async () => new Drive(new SimulatedDrive({ path })));
    await recorder.initializeDiscRecorder(path);
    expect(recorder.legacyDeviceNumber).toBe(number);
    expect(recorder.volumePathNames).toEqual(paths);
  });

  test('reads mode pages one by one where the drive does not list all together', async () => {
    const { recorder } = await rig({}, ({ cdb }, next) =>
      cdb[0] === 0x5a && (cdb[2] ?? 0) % 64 === 0x3f ? checkCondition(5, 0x24, 0) : next(),
    );
    const pages = await recorder.supportedModePages;
    expect(pages).toEqual(expect.arrayContaining([0x05, 0x2a]));
    expect(pages).toEqual([...pages].sort((left, right) => left - right));
  });

  test('a drive from before GET CONFIGURATION can still write', async () => {
    const { recorder } = await rig({}, ({ cdb }, next) => (cdb[0] === 0x46 ? checkCondition(5, 0x20, 0) : next()));
    expect(await resultOf(() => recorder.supportedProfiles)).toBe('E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED');
    const writer = writerOn(recorder);
    expect(await writer.currentPhysicalMediaType).toBe(2);
    await writer.prepareMedia();
    await writer.releaseMedia();
  });

  test('before it is initialized, every member says so', async () => {
    const recorder = new DiscRecorder2(async () => new Drive(new SimulatedDrive()));
    expect(resultNow(() => recorder.vendorId)).toBe('E_POINTER');
    expect(await resultOf(() => recorder.currentProfiles)).toBe('E_POINTER');
    expect(await resultOf(() => recorder.ejectMedia())).toBe('E_POINTER');
  });

  test('refuses what cannot be opened and what is not an optical drive', async () => {
    const missing = new DiscRecorder2(async (path) => {
      throw new TransportError({ kind: 'not-found', path, operation: 'open', reason: 'not there', remedy: 'Look' });
    });
    expect(await resultOf(() => missing.initializeDiscRecorder('/dev/sr9'))).toBe(
      'HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)',
    );
    for (const nothing of ['', null, undefined, 5, {}]) {
      expect(await resultOf(() => missing.initializeDiscRecorder(nothing as never))).toBe('E_INVALIDARG');
    }

    const transport = new TamperedTransport(new SimulatedDrive(), async ({ cdb }, next) => {
      const reply = await next();
      if (cdb[0] !== 0x12 || reply.outcome !== 'answered') return reply;
      const data = reply.data.slice();
      data[0] = 0;
      return good(data);
    });
    const disk = new DiscRecorder2(async () => new Drive(transport));
    const error = await disk.initializeDiscRecorder('/dev/sda').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ImapiError);
    expect((error as ImapiError).hresultName).toBe('E_INVALIDARG');
    expect(transport.events).toEqual(['closed']);
  });

  test('accepts a drive that is already open, and leaves it open', async () => {
    const transport = new TamperedTransport(new SimulatedDrive());
    const drive = new Drive(transport);
    {
      await using recorder = new DiscRecorder2(async () => drive);
      await recorder.initializeDiscRecorder(drive);
      expect(recorder.productId).not.toBe('');
    }
    expect(transport.events).not.toContain('closed');
  });

  test('closes the drive that it opened; a writer that still has the recorder reports that it is closed', async () => {
    const { recorder, transport } = await rig();
    const writer = writerOn(recorder);
    await recorder.close();
    expect(transport.events).toEqual(['closed']);
    expect(await resultOf(() => writer.prepareMedia())).toBe('HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)');
    expect(resultNow(() => recorder.vendorId)).toBe('E_POINTER');
    const words = /this program has closed this recorder.* Call its initializeDiscRecorder\(\) again\.$/;
    await expect(writer.prepareMedia()).rejects.toThrow(words);
    await expect(recorder.ejectMedia()).rejects.toThrow(words);
    expect(() => recorder.vendorId).toThrow(words);
    expect(() => writerOn(recorder)).toThrow(words);
    expect(() => new DiscRecorder2().vendorId).toThrow(
      /not bound to a drive\. Call its initializeDiscRecorder\(\) first/,
    );
  });

  test('on a drive that its owner has closed says so, and does not blame the cable', async () => {
    const { recorder, drive } = await rig();
    const shared = new DiscRecorder2();
    await shared.initializeDiscRecorder(drive);
    await drive.close();
    for (const call of [
      () => shared.ejectMedia(),
      () => shared.supportedProfiles,
      () => writerOn(shared).prepareMedia(),
    ]) {
      await expect(call()).rejects.toMatchObject({
        hresultName: 'HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)',
        message: expect.stringMatching(/this program has closed the drive.*Initialize the recorder again/),
      });
    }
    await recorder.close();
  });

  test('exclusive access is counted, also together with a writer’s', async () => {
    const { recorder, transport } = await rig();
    expect(await resultOf(() => recorder.acquireExclusiveAccess(true, 'ä'))).toBe('E_INVALIDARG');
    expect(await resultOf(() => recorder.acquireExclusiveAccess(true, 'a'.repeat(64)))).toBe('E_INVALIDARG');
    expect(await resultOf(() => recorder.releaseExclusiveAccess())).toBe('E_FAIL');
    await recorder.acquireExclusiveAccess(false, 'shop');
    await recorder.acquireExclusiveAccess(false, 'shop');
    expect(await recorder.exclusiveAccessOwner).toBe('shop');
    const writer = writerOn(recorder, 'burner');
    await writer.prepareMedia();
    await writer.releaseMedia();
    await recorder.releaseExclusiveAccess();
    expect(transport.events).not.toContain('shared');
    await recorder.releaseExclusiveAccess();
    expect(transport.events.at(-1)).toBe('shared');
    expect(await recorder.exclusiveAccessOwner).toBe('');
  });

  test('cannot be bound to another drive while a disc is prepared', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    expect(await resultOf(() => recorder.initializeDiscRecorder('sim:'))).toBe('E_IMAPI_RECORDER_LOCKED');
    await writer.releaseMedia();
  });

  test('cannot switch media change notification, and says so', async () => {
    const { recorder } = await rig();
    expect(await resultOf(() => recorder.disableMcn())).toBe('E_NOTIMPL');
    expect(await resultOf(() => recorder.enableMcn())).toBe('E_NOTIMPL');
  });
});
