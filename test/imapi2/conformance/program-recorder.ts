import { expect } from '@jest/globals';
import {
  DiscMaster2,
  DiscRecorder2,
  HResult,
  IMAPI_MODE_PAGE_REQUEST_TYPE as Values,
} from '../../../src/imapi2/index.ts';
import { good } from '../../support/tampered-transport.ts';
import { rig } from '../rig.ts';
import type { Witness } from './witness.ts';

/** Lists the drives, and waits for one more. */
export async function master(witness: Witness): Promise<void> {
  let wake = () => {};
  const clock = {
    now: () => 0,
    sleep: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
  let drives = ['sim:'];
  const real = new DiscMaster2({ list: async () => drives, clock });
  const watched = witness.watch(real, 'IDiscMaster2', 'DDiscMaster2Events');
  expect(await watched.count).toBe(1);
  expect(await watched.item(0)).toBe('sim:');
  expect(await watched.isSupportedEnvironment).toBe(true);
  for await (const id of watched) expect(id).toBe('sim:');
  const heard: string[] = [];
  real.on('notifyDeviceAdded', (_object, id) => heard.push(`added ${id}`));
  real.on('notifyDeviceRemoved', (_object, id) => heard.push(`removed ${id}`));
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  for (const next of [['sim:', 'sim:b'], ['sim:']]) {
    drives = next;
    wake();
    await turn();
  }
  real[Symbol.dispose]();
  expect(heard).toEqual(['added sim:b', 'removed sim:b']);
  witness.heard('DDiscMaster2Events', 'NotifyDeviceAdded');
  witness.heard('DDiscMaster2Events', 'NotifyDeviceRemoved');
}

/** Everything that a recorder has. */
export async function recorder(witness: Witness): Promise<void> {
  const watched = witness.watch(new DiscRecorder2(), 'IDiscRecorder2');
  await watched.initializeDiscRecorder('sim:');
  expect(watched.activeDiscRecorder).toBe('sim:');
  for (const text of [watched.vendorId, watched.productId, watched.productRevision]) expect(text).not.toBe('');
  expect([watched.volumeName, watched.volumePathNames, watched.legacyDeviceNumber]).toEqual(['', [], -1]);
  expect(watched.deviceCanLoadMedia).toBe(true);
  expect(await watched.supportedFeaturePages).toEqual(expect.arrayContaining([...(await watched.currentFeaturePages)]));
  expect(await watched.supportedProfiles).toEqual(expect.arrayContaining([...(await watched.currentProfiles)]));
  expect(await watched.supportedModePages).toContain(0x05);
  await watched.acquireExclusiveAccess(false, 'conformance');
  expect(await watched.exclusiveAccessOwner).toBe('conformance');
  await watched.releaseExclusiveAccess();
  await expect(watched.disableMcn()).rejects.toMatchObject({ hresultName: 'E_NOTIMPL' });
  await expect(watched.enableMcn()).rejects.toMatchObject({ hresultName: 'E_NOTIMPL' });
  await watched.ejectMedia();
  await watched.closeTray();
}

/** Single commands and raw replies. */
export async function commands(witness: Witness): Promise<void> {
  const { recorder: bare, transport } = await rig();
  const watched = witness.watch(bare, 'IDiscRecorder2Ex');
  expect((await watched.sendCommandNoData(new Uint8Array(6), 10)).hresult).toBe(HResult.S_OK);
  const inquiry = Uint8Array.of(0x12, 0, 0, 0, 36, 0);
  expect((await watched.sendCommandGetDataFromDevice(inquiry, 10, 36)).buffer).toHaveLength(36);
  const page = await watched.getModePage(0x05, Values.IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES);
  await watched.setModePage(Values.IMAPI_MODE_PAGE_REQUEST_TYPE_CURRENT_VALUES, page);
  const list = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, ...page);
  const select = Uint8Array.of(0x55, 0x10, 0, 0, 0, 0, 0, 0, list.length, 0);
  expect((await watched.sendCommandSendDataToDevice(select, 10, list)).hresult).toBe(HResult.S_OK);
  transport.tamper = ({ cdb }, next) => {
    if (cdb[0] === 0xad) return good(Uint8Array.of(0, 3, 0, 0, 7));
    return cdb[0] === 0xbf ? good() : next();
  };
  expect(await watched.readDvdStructure(0, 0, 0, 0)).toEqual(Uint8Array.of(7));
  await watched.sendDvdStructure(0, Uint8Array.of(1));
  for (const reply of [
    await watched.getAdapterDescriptor(),
    await watched.getDeviceDescriptor(),
    await watched.getDiscInformation(),
    await watched.getTrackInformation(1, 1),
    await watched.getFeaturePage(0x2d, true),
  ]) {
    expect(reply.length).toBeGreaterThan(4);
  }
  expect(await watched.getSupportedFeaturePages(true)).toContain(0x2d);
  expect(await watched.getSupportedProfiles(true)).toEqual([0x09]);
  expect(await watched.getSupportedModePages(0)).toContain(0x05);
  expect(watched.getByteAlignmentMask()).toBe(1);
  expect(watched.getMaximumNonPageAlignedTransferSize()).toBe(watched.getMaximumPageAlignedTransferSize());
}
