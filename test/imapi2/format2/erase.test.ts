import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { DiscFormat2Erase, DiscRecorder2, type TrackAtOnce } from '../../../src/imapi2/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { checkCondition, TamperedTransport } from '../../support/tampered-transport.ts';
import { audio, resultNow, resultOf, rig, writerOn } from '../rig.ts';

const BLANK = 0xa1;

async function rewritable() {
  const simulated = await openSimulatedDrive('?medium=CD-RW');
  const transport = new TamperedTransport(simulated);
  const drive = new Drive(transport);
  const recorder = new DiscRecorder2();
  await recorder.initializeDiscRecorder(drive);
  return { simulated, transport, drive, recorder };
}

async function burn(writer: TrackAtOnce): Promise<void> {
  await writer.prepareMedia();
  await writer.addAudioTrack(audio(300));
  await writer.releaseMedia();
}

function eraserOn(recorder: DiscRecorder2): DiscFormat2Erase {
  const eraser = new DiscFormat2Erase();
  eraser.recorder = recorder;
  eraser.clientName = 'an eraser';
  return eraser;
}

describe('DiscFormat2Erase', () => {
  test.each([
    [false, 0x01],
    [true, 0x00],
  ])('with fullErase %j sends BLANK of type %j, and the disc is blank', async (full, type) => {
    const { recorder, drive, transport } = await rewritable();
    await burn(writerOn(recorder));
    const eraser = eraserOn(recorder);
    expect(eraser.fullErase).toBe(false);
    eraser.fullErase = full;
    const seen: [number, number][] = [];
    eraser.on('update', (object, elapsed, total) => {
      expect(object).toBe(eraser);
      seen.push([elapsed, total]);
    });
    await eraser.eraseMedia();
    expect(((transport.sent(BLANK)[0] ?? [])[1] ?? 0) % 8).toBe(type);
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank' });
    expect(seen.length).toBeGreaterThan(2);
    for (const [elapsed, total] of seen) expect(total).toBeGreaterThanOrEqual(elapsed);
    expect(seen.map(([elapsed]) => elapsed)).toEqual(seen.map(([elapsed]) => elapsed).toSorted((a, b) => a - b));
    const { length } = seen;
    expect(length).toBeLessThanOrEqual(2 * (seen.at(-1)?.[0] ?? 0) + 3);
    expect(await recorder.exclusiveAccessOwner).toBe('');
    expect(transport.events).toContain('exclusive an eraser');
    await burn(writerOn(recorder));
  });

  test('reports what it can erase', async () => {
    const { recorder } = await rewritable();
    const eraser = eraserOn(recorder);
    expect(eraser.supportedMediaTypes).toEqual([3, 10, 7, 13, 5, 19]);
    expect(await eraser.currentPhysicalMediaType).toBe(3);
    expect(await eraser.isCurrentMediaSupported(recorder)).toBe(true);
    expect(await eraser.isRecorderSupported(recorder)).toBe(true);
    expect(await eraser.mediaPhysicallyBlank).toBe(true);
    eraser.recorder = null;
    expect(await resultOf(() => eraser.currentPhysicalMediaType)).toBe('E_IMAPI_RECORDER_REQUIRED');
    expect(await resultOf(() => eraser.eraseMedia())).toBe('E_IMAPI_RECORDER_REQUIRED');
  });

  test('refuses a CD-R, no disc, no client name and a drive without CD-RW', async () => {
    const { recorder, simulated } = await rig();
    const eraser = eraserOn(recorder);
    expect(await resultOf(() => eraser.eraseMedia())).toBe('E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED');
    await simulated.removeDisc();
    expect(await resultOf(() => eraser.eraseMedia())).toBe('E_IMAPI_RECORDER_MEDIA_NO_MEDIA');
    const nameless = new DiscFormat2Erase();
    nameless.recorder = recorder;
    expect(await resultOf(() => nameless.eraseMedia())).toBe('E_IMAPI_ERASE_CLIENT_NAME_IS_NOT_VALID');
    const set = (name: unknown) =>
      resultNow(() => {
        eraser.clientName = name as string;
      });
    for (const name of ['', 'ä', 'a'.repeat(64), null, 7]) expect([name, set(name)]).toEqual([name, 'E_INVALIDARG']);
    expect(
      resultNow(() => {
        eraser.fullErase = 'yes' as never;
      }),
    ).toBe('E_INVALIDARG');
    expect(
      resultNow(() => {
        eraser.recorder = new DiscRecorder2();
      }),
    ).toBe('E_IMAPI_ERASE_RECORDER_NOT_SUPPORTED');
  });

  test('during an erase, nothing else can be done with it, and questions are answered', async () => {
    const { recorder } = await rewritable();
    await burn(writerOn(recorder));
    const eraser = eraserOn(recorder);
    const other = eraserOn(recorder);
    const seen: unknown[] = [];
    eraser.on('update', () => {
      if (seen.length > 0) return;
      seen.push(
        resultNow(() => {
          eraser.recorder = null;
        }),
        resultOf(() => eraser.eraseMedia()),
        resultOf(() => other.eraseMedia()),
        resultOf(() => recorder.ejectMedia()),
        resultOf(() => writerOn(recorder).prepareMedia()),
      );
    });
    await eraser.eraseMedia();
    expect(await Promise.all(seen)).toEqual([
      'E_IMAPI_ERASE_RECORDER_IN_USE',
      'E_IMAPI_ERASE_RECORDER_IN_USE',
      'E_IMAPI_RECORDER_LOCKED',
      'E_IMAPI_RECORDER_LOCKED',
      'E_IMAPI_RECORDER_LOCKED',
    ]);
  });

  test.each([
    ['refuses', checkCondition(5, 0x24, 0), 'E_IMAPI_ERASE_DRIVE_FAILED_ERASE_COMMAND'],
    ['fails', checkCondition(4, 0x44, 0), 'E_IMAPI_ERASE_UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE'],
    ['says that the disc is protected', checkCondition(7, 0x27, 0), 'E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED'],
  ])('a drive that %s', async (_what, answer, expected) => {
    const { recorder, transport, simulated } = await rewritable();
    await burn(writerOn(recorder));
    transport.tamper = ({ cdb }, next) => (cdb[0] === BLANK ? answer : next());
    expect(await resultOf(() => eraserOn(recorder).eraseMedia())).toBe(expected);
    expect(simulated.burner.tray.locked).toBe(false);
    expect(await recorder.exclusiveAccessOwner).toBe('');
  });

  test('a drive that never finishes took too long', async () => {
    const { recorder, transport } = await rewritable();
    await burn(writerOn(recorder));
    let erasing = false;
    transport.tamper = async ({ cdb }, next) => {
      if (cdb[0] === BLANK) erasing = true;
      return erasing && (cdb[0] === 0x00 || cdb[0] === 0x51) ? checkCondition(2, 0x04, 0x07) : next();
    };
    expect(await resultOf(() => eraserOn(recorder).eraseMedia())).toBe('E_IMAPI_ERASE_TOOK_LONGER_THAN_ONE_HOUR');
  });

  test('a drive that cannot spin the disc up', async () => {
    const { recorder, transport } = await rewritable();
    transport.tamper = ({ cdb }, next) => (cdb[0] === 0x1b ? checkCondition(4, 0x44, 0) : next());
    expect(await resultOf(() => eraserOn(recorder).eraseMedia())).toBe('E_IMAPI_ERASE_DRIVE_FAILED_SPINUP_COMMAND');
  });
});
