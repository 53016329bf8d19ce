import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import {
  type IDiscFormat2DataEventArgs,
  IMAPI_BURN_VERIFICATION_LEVEL as Level,
  IMAPI_FORMAT2_DATA_MEDIA_STATE as State,
  IMAPI_MEDIA_PHYSICAL_TYPE as Type,
} from '../../../src/imapi2/index.ts';
import { blankDisc, formatDisc } from '../../../src/write/index.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { resultNow, resultOf } from '../rig.ts';
import { blockRig, image, readerOf, SECTOR, sectorsAt } from './support.ts';

const {
  IMAPI_FORMAT2_DATA_MEDIA_STATE_OVERWRITE_ONLY: OVERWRITE,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK: BLANK,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE: APPENDABLE,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_FINAL_SESSION: FINAL,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED: FINALIZED,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_ERASE_REQUIRED: ERASE,
} = State;

const OVERWRITTEN = ['DVD+RW', 'DVD-RAM', 'BD-RE', 'BD-RE DL'];
const SEQUENTIAL = ['DVD-R', 'DVD-R DL', 'DVD-RW', 'BD-R', 'BD-R DL'];

describe.each(SEQUENTIAL)('%s', (medium) => {
  test('gets a session, and then another', async () => {
    const { writer, drive } = await blockRig(medium);
    writer.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
    await writer.write(image(400));
    expect(await writer.currentMediaStatus).toBe(APPENDABLE);
    expect(await writer.mediaHeuristicallyBlank).toBe(false);
    expect(await sectorsAt(drive, 390, 10)).toEqual(image(400).subarray(390 * SECTOR));
    expect(await writer.startAddressOfPreviousSession).toBe(0);
    expect(await writer.lastWrittenAddressOfPreviousSession).toBeGreaterThanOrEqual(399);
    const next = await writer.nextWritableAddress;
    expect(next).toBeGreaterThan(await writer.lastWrittenAddressOfPreviousSession);
    expect(await writer.freeSectorsOnMedia).toBeLessThan((await writer.totalSectorsOnMedia) - next + 1);
    await writer.write(image(350, 4));
    expect(await sectorsAt(drive, next, 2)).toEqual(image(350, 4).subarray(0, 2 * SECTOR));
    expect(await writer.startAddressOfPreviousSession).toBe(next);
    expect((await readDiscState(drive)).sessions).toBe(2);
  });

  test('with forceMediaToBeClosed is finalized, and nothing can be added', async () => {
    const { writer, drive } = await blockRig(medium);
    writer.forceMediaToBeClosed = true;
    await writer.write(image(64));
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete' });
    expect(await writer.currentMediaStatus).toBe(FINALIZED + (medium === 'DVD-RW' ? ERASE : 0));
    for (const ask of [() => writer.nextWritableAddress, () => writer.write(image(64))])
      expect(await resultOf(ask)).toBe('E_IMAPI_DF2DATA_INVALID_MEDIA_STATE');
    expect(await writer.totalSectorsOnMedia).toBeGreaterThanOrEqual(64);
  });
});

test.each([
  ['DVD+R', false, false, 'complete', FINALIZED],
  ['DVD+R', false, true, 'complete', FINALIZED],
  ['DVD+R', true, true, 'complete', FINALIZED],
  ['DVD+R', true, false, 'appendable', APPENDABLE],
  ['DVD+R DL', true, false, 'complete', FINALIZED],
  ['DVD+R DL', false, false, 'complete', FINALIZED],
] as const)('%s with disableConsumerDvdCompatibilityMode %j and forceMediaToBeClosed %j is %s', async (...row) => {
  const [medium, plain, forced, status, state] = row;
  const { writer, drive } = await blockRig(medium);
  writer.disableConsumerDvdCompatibilityMode = plain;
  writer.forceMediaToBeClosed = forced;
  await writer.write(image(64));
  expect(await readDiscState(drive)).toMatchObject({ status });
  expect(await writer.currentMediaStatus).toBe(state);
});

describe.each(OVERWRITTEN)('%s', (medium) => {
  test('is written from its start, and again only with forceOverwrite', async () => {
    const { writer, drive } = await blockRig(medium);
    writer.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
    const total = await writer.totalSectorsOnMedia;
    await writer.write(image(400));
    expect(await writer.currentMediaStatus).toBe(OVERWRITE);
    expect(await writer.mediaHeuristicallyBlank).toBe(false);
    expect(await resultOf(() => writer.write(image(64, 4)))).toBe('E_IMAPI_DF2DATA_MEDIA_NOT_BLANK');
    expect(await sectorsAt(drive, 0, 2)).toEqual(image(400).subarray(0, 2 * SECTOR));
    expect([await writer.nextWritableAddress, await writer.freeSectorsOnMedia]).toEqual([0, total]);
    expect([await writer.startAddressOfPreviousSession, await writer.lastWrittenAddressOfPreviousSession]).toEqual([
      -1, -1,
    ]);
    writer.forceOverwrite = true;
    await writer.write(image(64, 4));
    expect(await sectorsAt(drive, 0, 64)).toEqual(image(64, 4));
    expect(await sectorsAt(drive, 390, 10)).toEqual(image(400).subarray(390 * SECTOR));
  });

  test('is not blank while either end has data', async () => {
    const { writer, drive } = await blockRig(medium);
    const zeros = new Uint8Array(1_024 * SECTOR);
    await writer.write(zeros);
    expect(await writer.mediaHeuristicallyBlank).toBe(true);
    expect(await writer.currentMediaStatus).toBe(OVERWRITE + BLANK);
    zeros[1_024 * SECTOR - 1] = 1;
    await writer.write(zeros);
    expect(await writer.mediaHeuristicallyBlank).toBe(false);
    expect(await readDiscState(drive)).toMatchObject({ medium: { writeModel: 'overwrite' } });
  });

  test('too large an image is refused before anything is written', async () => {
    const { writer } = await blockRig(medium);
    const lengthBytes = ((await writer.totalSectorsOnMedia) + 1) * SECTOR;
    const huge = { name: 'huge', lengthBytes, repeatable: true, openReader: () => Promise.reject(new Error()) };
    expect(await resultOf(() => writer.write(huge as never))).toBe(
      'E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA',
    );
    expect(await writer.mediaHeuristicallyBlank).toBe(true);
  });

  test('a write that is cancelled leaves the disc overwritable', async () => {
    const { writer } = await blockRig(medium);
    writer.on('update', (_object, { currentAction, lastWrittenLba }) => {
      if (currentAction === 4 && lastWrittenLba > 0) writer.cancelWrite();
    });
    await expect(writer.write(image(20_000))).rejects.toMatchObject({
      hresultName: 'E_IMAPI_REQUEST_CANCELLED',
      message: expect.stringMatching(/The first \d+ sectors of the disc were overwritten/),
    });
    expect(await writer.currentMediaStatus).toBe(OVERWRITE);
  });
});

describe('a DVD-RW', () => {
  test('in restricted overwrite is one that is overwritten', async () => {
    const { writer, drive } = await blockRig('DVD-RW');
    await drainGenerator(formatDisc(drive));
    expect(await writer.currentPhysicalMediaType).toBe(Type.IMAPI_MEDIA_TYPE_DVDDASHRW);
    expect(await writer.currentMediaStatus).toBe(OVERWRITE + BLANK);
    await writer.write(image(400));
    expect(await writer.currentMediaStatus).toBe(OVERWRITE);
    expect(await resultOf(() => writer.write(image(64)))).toBe('E_IMAPI_DF2DATA_MEDIA_NOT_BLANK');
    writer.forceOverwrite = true;
    await writer.write(image(64, 5));
    expect(await sectorsAt(drive, 0, 64)).toEqual(image(64, 5));
    expect(await readDiscState(drive)).toMatchObject({ lastSession: 'complete' });
  });

  test('of which only the lead-in was erased has one session, which is final', async () => {
    const { writer, drive } = await blockRig('DVD-RW');
    writer.forceMediaToBeClosed = true;
    await writer.write(image(64));
    writer.forceMediaToBeClosed = false;
    await drainGenerator(blankDisc(drive, { type: 'minimal' }));
    expect(await writer.currentMediaStatus).toBe(BLANK + APPENDABLE + FINAL);
    await writer.write(image(96, 7));
    expect(await sectorsAt(drive, 0, 96)).toEqual(image(96, 7));
    expect(await writer.currentMediaStatus).toBe(FINALIZED + ERASE);
  });
});

test('formatting a new disc is an action of its own', async () => {
  const { writer } = await blockRig('BD-RE');
  const seen: IDiscFormat2DataEventArgs[] = [];
  writer.on('update', (_object, progress) => seen.push(progress));
  writer.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
  await writer.write(image(3_000));
  const actions = seen.map(({ currentAction }) => currentAction).filter((each, at, all) => each !== all[at - 1]);
  expect(actions).toEqual([0, 2, 1, 4, 5, 7, 6]);
  expect(seen.at(-1)).toMatchObject({ startLba: 0, remainingTime: 0 });
});

test('an open session of a DVD or BD is not supported as it is, and is closed by the next write', async () => {
  const { writer, drive } = await blockRig('DVD+R');
  writer.disableConsumerDvdCompatibilityMode = true;
  const { burnData } = await import('../../../src/write/index.ts');
  const source = { name: 'a', lengthBytes: 64 * SECTOR, repeatable: true, openReader: async () => readerOf(image(64)) };
  await drainGenerator(burnData(drive, source, { ending: 'leave-open', padBlocks: 0 }));
  expect(await writer.currentMediaStatus).toBe(APPENDABLE + State.IMAPI_FORMAT2_DATA_MEDIA_STATE_NON_EMPTY_SESSION);
  expect(await writer.startAddressOfPreviousSession).toBe(-1);
  await writer.write(image(64, 9));
  expect(await readDiscState(drive)).toMatchObject({ sessions: 2, lastSession: 'empty' });
});

test('a write-protected disc says so', async () => {
  const { writer, transport } = await blockRig('DVD-RAM');
  transport.tamper = async ({ cdb }, next) => {
    const reply = await next();
    if (cdb[0] !== 0xad || cdb[7] !== 0xc0 || reply.outcome !== 'answered') return reply;
    const data = reply.data.slice();
    data[4] = 0b0000_0110;
    return { ...reply, data };
  };
  expect(await writer.writeProtectStatus).toBe(0x02 + 0x08);
  expect(await writer.currentMediaStatus).toBe(
    OVERWRITE + BLANK + State.IMAPI_FORMAT2_DATA_MEDIA_STATE_WRITE_PROTECTED,
  );
});

test('buffer underrun protection cannot be switched off on a DVD', async () => {
  const { writer, transport } = await blockRig('DVD-R');
  writer.bufferUnderrunFreeDisabled = true;
  await writer.write(image(64));
  const pages = transport.selectedPages(0x05);
  expect(pages.length).toBeGreaterThan(0);
  for (const page of pages) expect(Math.floor((page[2] ?? 0) / 64) % 2).toBe(1);
  expect(resultNow(() => writer.cancelWrite())).toBe('E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS');
});
