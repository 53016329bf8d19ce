import { expect } from '@jest/globals';
import {
  DiscFormat2Data,
  type IMultisessionRandomWrite,
  type IMultisessionSequential2,
} from '../../../src/imapi2/index.ts';
import { noise } from '../../support/sources.ts';
import { blockRig } from '../block/support.ts';
import { resultOf, rig } from '../rig.ts';
import { ASKING, keep, readAll } from './members.ts';
import type { Witness } from './witness.ts';

const image = (sectors: number): Uint8Array => noise(sectors * 2_048, 5);

/** Writes two sessions of data, the second of which is cancelled. */
export async function data(witness: Witness): Promise<void> {
  const { recorder } = await rig();
  const real = new DiscFormat2Data();
  const writer = witness.watch(real, 'IDiscFormat2Data', 'DDiscFormat2DataEvents', 'IBurnVerification');
  writer.recorder = recorder;
  writer.clientName = 'conformance';
  const switches = [
    'bufferUnderrunFreeDisabled',
    'postgapAlreadyInImage',
    'forceMediaToBeClosed',
    'disableConsumerDvdCompatibilityMode',
    'forceOverwrite',
  ] as const;
  keep(writer, ...switches);
  expect(await writer.setWriteSpeed(-1, false)).toBe(0);
  await readAll(
    writer,
    ...ASKING,
    'currentMediaStatus',
    'writeProtectStatus',
    'totalSectorsOnMedia',
    'freeSectorsOnMedia',
    'nextWritableAddress',
    'startAddressOfPreviousSession',
    'lastWrittenAddressOfPreviousSession',
  );
  let cancels = false;
  real.on('update', (_object, progress) => {
    witness.heard('DDiscFormat2DataEvents', 'Update');
    const args = witness.watch({ ...progress }, 'IDiscFormat2DataEventArgs');
    for (const name of Object.keys(progress) as (keyof typeof progress)[])
      expect(args[name]).toEqual(expect.any(Number));
    if (cancels && progress.currentAction === 4) writer.cancelWrite();
  });
  await writer.write(image(300));
  const [found] = writer.multisessionInterfaces as readonly IMultisessionSequential2[];
  if (found === undefined) throw new Error('there is no multisession interface');
  const multisession = witness.watch(found, 'IMultisessionSequential2', 'IMultisessionSequential', 'IMultisession');
  keep(multisession, 'inUse');
  expect(multisession.importRecorder).toBe(recorder);
  expect(
    await readAll(
      multisession,
      'isSupportedOnCurrentMediaState',
      'isFirstDataSession',
      'startAddressOfPreviousSession',
      'writeUnitSize',
    ),
  ).toEqual([true, false, 0, 1]);
  await readAll(multisession, 'lastWrittenAddressOfPreviousSession', 'nextWritableAddress', 'freeSectorsOnMedia');
  cancels = true;
  expect(await resultOf(() => writer.write(image(5_000)))).toBe('E_IMAPI_REQUEST_CANCELLED');
}

/** Writes over a disc that has no sessions. */
export async function overwritten(witness: Witness): Promise<void> {
  const { writer } = await blockRig('DVD-RAM');
  await writer.write(image(64));
  const [, found] = writer.multisessionInterfaces as readonly [unknown, IMultisessionRandomWrite];
  const multisession = witness.watch(found, 'IMultisessionRandomWrite');
  expect(await readAll(multisession, 'writeUnitSize', 'totalSectorsOnMedia')).toEqual([16, 2_236_704]);
  expect(await multisession.lastWrittenAddress).toBeGreaterThanOrEqual(63);
}
