import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { FileSystemImage, IMAPI_FORMAT2_DATA_MEDIA_STATE as State } from '../../../src/imapi2/index.ts';
import { checkCondition, type Tamper } from '../../support/tampered-transport.ts';
import { resultNow, resultOf } from '../rig.ts';
import { blockRig, image, writerOf } from './support.ts';

const WRITES: readonly number[] = [0x2a, 0xaa];
const onWrite =
  (answer: ReturnType<typeof checkCondition>): Tamper =>
  ({ cdb }, next) =>
    WRITES.includes(cdb[0] ?? 0) ? answer : next();

describe.each(['DVD-R', 'DVD+R', 'DVD-RAM', 'BD-R', 'BD-RE'])('a write to %s', (medium) => {
  test.each([
    ['says that the disc is protected', checkCondition(7, 0x27, 0), 'E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED'],
    ['is made for another speed', checkCondition(5, 0x73, 0x03), 'E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH'],
    ['does not know the disc', checkCondition(5, 0x30, 0x05), 'E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE'],
  ])('that the drive refuses because it %s', async (_what, answer, expected) => {
    const { writer, transport, recorder, simulated } = await blockRig(medium);
    transport.tamper = onWrite(answer);
    expect(await resultOf(() => writer.write(image(64)))).toBe(expected);
    expect(simulated.burner.tray.locked).toBe(false);
    expect(await recorder.exclusiveAccessOwner).toBe('');
    transport.tamper = (_request, next) => next();
    expect(await resultOf(() => writer.currentMediaStatus)).toBe('S_OK');
  });

  test('that is refused does not begin: no disc, no name, another writer', async () => {
    const { writer, recorder, simulated, drive } = await blockRig(medium);
    const other = writerOf(recorder);
    const seen: Promise<string>[] = [];
    writer.on('update', () => {
      if (seen.length === 0) seen.push(resultOf(() => other.write(image(64))));
    });
    await writer.write(image(64));
    expect(await Promise.all(seen)).toEqual(['E_IMAPI_RECORDER_LOCKED']);
    expect((await readDiscState(drive)).tracks).toHaveLength(1);
    await simulated.removeDisc();
    for (const ask of [
      () => writer.write(image(64)),
      () => writer.currentMediaStatus,
      () => writer.mediaHeuristicallyBlank,
      () => writer.totalSectorsOnMedia,
      () => writer.currentPhysicalMediaType,
    ])
      expect(await resultOf(ask)).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');
  });
});

test.each(['DVD-R', 'DVD+R', 'BD-R'])('a cancelled write to %s says what is on the disc', async (medium) => {
  const { writer, drive } = await blockRig(medium);
  writer.disableConsumerDvdCompatibilityMode = true;
  writer.on('update', (_object, { currentAction, lastWrittenLba }) => {
    if (currentAction === 4 && lastWrittenLba > 0) writer.cancelWrite();
  });
  await expect(writer.write(image(20_000))).rejects.toMatchObject({
    hresultName: 'E_IMAPI_REQUEST_CANCELLED',
    message: expect.stringMatching(/A session of \d+ sectors.*Use another disc\./),
  });
  expect(await readDiscState(drive)).toMatchObject({ tracks: [{ open: false }] });
  expect(resultNow(() => writer.cancelWrite())).toBe('E_IMAPI_DF2DATA_WRITE_NOT_IN_PROGRESS');
});

test('a DVD-ROM is not supported, and read only', async () => {
  const { writer, recorder, transport } = await blockRig('DVD-R');
  writer.forceMediaToBeClosed = true;
  await writer.write(image(64));
  transport.tamper = withProfile(0x10);
  await recorder.closeTray();
  const fresh = writerOf(recorder);
  expect(await fresh.isCurrentMediaSupported(recorder)).toBe(false);
  expect(await fresh.currentMediaStatus).toBe(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MEDIA);
  expect(await fresh.writeProtectStatus).toBe(0x4000);
  expect(await resultOf(() => fresh.write(image(64)))).toBe('E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED');
  const made = new FileSystemImage();
  expect(await resultOf(() => made.chooseImageDefaults(recorder))).toBe('E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE');
});

test('a BD-R in random recording mode is not supported', async () => {
  const { writer, recorder, transport } = await blockRig('BD-R');
  transport.tamper = withProfile(0x42);
  await recorder.closeTray();
  expect(await writer.currentMediaStatus).toBe(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MEDIA);
  expect(await resultOf(() => writer.write(image(64)))).toBe('E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED');
});

/** A drive that reports another profile for its disc. */
function withProfile(profile: number): Tamper {
  return async ({ cdb }, next) => {
    const reply = await next();
    if (cdb[0] !== 0x46 || reply.outcome !== 'answered') return reply;
    const data = reply.data.slice();
    data[7] = profile;
    return { ...reply, data };
  };
}
