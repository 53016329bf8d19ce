import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { DiscRecorder2 } from '../../../src/imapi2/index.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { audio, resultNow, resultOf, rig, writerOn } from '../rig.ts';

const LOCKED = 'E_IMAPI_RECORDER_LOCKED';

async function recorderOn(path: string | Drive): Promise<DiscRecorder2> {
  const recorder = new DiscRecorder2();
  await recorder.initializeDiscRecorder(path);
  return recorder;
}

describe('several recorders on one drive', () => {
  test('share it under every name of the same saved disc, and the last one closes it', async () => {
    const folder = temporaryFolder();
    const path = `sim:${join(folder, 'my.disc')}`;
    const first = await recorderOn(path);
    symlinkSync(join(folder, 'my.disc'), join(folder, 'link.disc'));
    const second = await recorderOn(`sim:${join(folder, 'link.disc')}`);
    expect(second.drive).toBe(first.drive);
    expect(second.activeDiscRecorder).toMatch(/link\.disc$/);
    await first.close();
    expect(await second.currentProfiles).toEqual([0x09]);
    await second.close();
    const third = await recorderOn(path);
    expect(third.productId).not.toBe('');
    await third.close();
  });

  test('that are drives in memory are not shared', async () => {
    const [first, second] = [await recorderOn('sim:'), await recorderOn('sim:')];
    expect(second.drive).not.toBe(first.drive);
    await first.close();
    await second.close();
  });

  test('do not share exclusive access: the second one can ask whose it is', async () => {
    const drive = new Drive(new SimulatedDrive());
    const [first, second] = [await recorderOn(drive), await recorderOn(drive)];
    await first.acquireExclusiveAccess(false, 'the first');
    expect(await second.exclusiveAccessOwner).toBe('the first');
    await expect(second.acquireExclusiveAccess(false, 'the second')).rejects.toMatchObject({
      hresultName: LOCKED,
      message: expect.stringContaining("'the first'"),
    });
    expect(await resultOf(() => writerOn(second).prepareMedia())).toBe(LOCKED);
    expect(await resultOf(() => second.ejectMedia())).toBe(LOCKED);
    await first.releaseExclusiveAccess();
    await second.acquireExclusiveAccess(false, 'the second');
    expect(await resultOf(() => first.acquireExclusiveAccess(false, 'the first'))).toBe(LOCKED);
    await second.releaseExclusiveAccess();
  });

  test('one can be closed while a writer has the drive through the other', async () => {
    const path = `sim:${join(temporaryFolder(), 'my.disc')}`;
    const [first, second] = [await recorderOn(path), await recorderOn(path)];
    const writer = writerOn(first, 'a shop');
    await writer.prepareMedia();
    expect(await second.exclusiveAccessOwner).toBe('a shop');
    expect(await resultOf(() => second.acquireExclusiveAccess(false, 'other'))).toBe(LOCKED);
    await second.close();
    await writer.addAudioTrack(audio(300));
    await writer.releaseMedia();
    await first.close();
  });
});

describe('a drive that another program has locked', () => {
  test('can be given to a recorder, which learns the rest once it is free', async () => {
    const simulated = new SimulatedDrive({
      identity: { vendor: 'ACME', product: 'BURNER 9', revision: '1.23', serialNumber: '1' },
    });
    const other = new Drive(simulated.connect());
    const hold = await other.exclusive('another program');
    const recorder = await recorderOn(new Drive(simulated));
    expect(await recorder.exclusiveAccessOwner).toBe('another program');
    expect(recorder).toMatchObject({ vendorId: '', productId: '', activeDiscRecorder: 'sim:' });
    expect(await resultOf(() => recorder.currentProfiles)).toBe(LOCKED);
    const writer = writerOn(recorder);
    expect(await resultOf(() => writer.prepareMedia())).toBe(LOCKED);
    await hold[Symbol.asyncDispose]();
    expect(await recorder.currentProfiles).toEqual([0x09]);
    expect(recorder).toMatchObject({ vendorId: 'ACME', productId: 'BURNER 9' });
    expect(await recorder.exclusiveAccessOwner).toBe('');
    await writer.prepareMedia();
    await writer.releaseMedia();
  });

  test('in another process is opened as soon as that has ended', async () => {
    const path = join(temporaryFolder(), 'my.disc');
    const code = `import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(`${path}.lock`)}, JSON.stringify({ pid: process.pid, token: 'x' }));
      console.log('locked'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const recorder = await recorderOn(`sim:${path}`);
    expect(await recorder.exclusiveAccessOwner).toBe(`process ${holder.pid}`);
    expect(await resultOf(() => recorder.supportedProfiles)).toBe(LOCKED);
    holder.kill();
    await once(holder, 'exit');
    expect(await recorder.currentProfiles).toEqual([0x09]);
    expect(recorder.vendorId).not.toBe('');
    await recorder.close();
  });
});

test('a recorder gives its drive to the rest of the package', async () => {
  const { recorder, drive } = await rig();
  expect(recorder.drive).toBe(drive);
  expect(resultNow(() => new DiscRecorder2().drive)).toBe('E_POINTER');
});
