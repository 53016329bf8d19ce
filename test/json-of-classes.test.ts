import { expect, test } from '@jest/globals';
import * as image from '../src/image/index.ts';
import * as imapi2 from '../src/imapi2/index.ts';
import * as root from '../src/index.ts';
import * as mmc from '../src/mmc/index.ts';
import * as picture from '../src/picture/index.ts';
import * as simulator from '../src/simulator/index.ts';
import * as trace from '../src/trace/index.ts';

type Class = { readonly prototype: { readonly toJSON?: () => unknown } };

const ENTRIES: Readonly<Record<string, object>> = { root, image, imapi2, mmc, picture, simulator, trace };
const isClass = (value: unknown): value is Class =>
  typeof value === 'function' && /^(?:abstract )?class\b/.test(Function.prototype.toString.call(value));
const classes = Object.entries(ENTRIES).flatMap(([entry, names]) =>
  Object.entries(names).flatMap(([name, value]) => (isClass(value) ? [[`${entry}: ${name}`, value] as const] : [])),
);
const roundTrip = (value: unknown) => JSON.parse(JSON.stringify(value));

/** Without state of its own: what it is the base of has it. */
const BASES = new Set<unknown>([root.OperationTarget]);

test.each(classes.filter(([, value]) => !BASES.has(value)))('%s has a toJSON', (_, value) => {
  expect(typeof value.prototype.toJSON).toBe('function');
});

test('every entry point has classes among those', () => {
  expect(classes.length).toBeGreaterThan(50);
});

test('errors about values say what they are', () => {
  expect(roundTrip(new root.DecodeError('too short'))).toEqual({ name: 'DecodeError', message: 'too short' });
  expect(roundTrip(new root.EncodeError('too large'))).toEqual({ name: 'EncodeError', message: 'too large' });
  expect(roundTrip(new root.OptionsError('it is wrong', 'Leave it out'))).toEqual({
    name: 'OptionsError',
    message: 'it is wrong. Leave it out',
    remedy: 'Leave it out',
  });
  expect(roundTrip(new imapi2.ImapiError(imapi2.HResult.E_INVALIDARG))).toMatchObject({
    name: 'ImapiError',
    hresult: imapi2.HResult.E_INVALIDARG,
    hresultName: 'E_INVALIDARG',
  });
});

test('the objects of IMAPI2 say what they were given, before they have a recorder and with one', async () => {
  const tao = new imapi2.TrackAtOnce();
  tao.clientName = 'album';
  expect(roundTrip(tao)).toMatchObject({ clientName: 'album', recorder: null, doNotFinalizeMedia: false });
  const recorder = new imapi2.DiscRecorder2();
  expect(roundTrip(recorder)).toEqual({});
  await recorder.initializeDiscRecorder('sim:');
  tao.recorder = recorder;
  expect(roundTrip(tao)).toMatchObject({ clientName: 'album', recorder: { activeDiscRecorder: 'sim:' } });
  await tao.prepareMedia();
  expect(roundTrip(tao)).toMatchObject({ numberOfExistingTracks: 0 });
  await tao.releaseMedia();
  await recorder.close();
  const files = new imapi2.FileSystemImage();
  files.root.addDirectory('PHOTOS');
  expect(roundTrip(files)).toMatchObject({ fileCount: 0, directoryCount: 1, udfRevision: expect.any(Number) });
  expect(roundTrip(files.root)).toMatchObject({ fullPath: '\\', count: 1 });
  const result = await files.createResultImage();
  expect(roundTrip(result)).toMatchObject({ totalBlocks: result.totalBlocks, blockSize: 2048, progressItems: [] });
  expect(roundTrip(new imapi2.DiscMaster2())).toEqual({ watching: false });
});

test('a simulated drive, its disc, its clock, a trace and a replay say what they are', async () => {
  const drive = new simulator.SimulatedDrive();
  expect(roundTrip(drive)).toMatchObject({ simulated: true, path: 'sim:', statistics: expect.any(Object) });
  expect(roundTrip(drive.clock)).toEqual({ nowMs: 0 });
  expect(roundTrip(simulator.Disc.blank())).toMatchObject({ blank: true, complete: false, capacityBlocks: 359_849 });
  expect(roundTrip(simulator.BlockDisc.blank('DVD+R'))).toMatchObject({ kind: 'DVD+R', blank: true });
  const recording = new trace.RecordingTransport(drive, () => {});
  expect(roundTrip(recording)).toMatchObject({ path: 'sim:', simulated: true });
  await recording.close();
});

test('a session of a burn and an event say how far they are', async () => {
  await using drive = await root.openDrive('sim:');
  await using session = await root.WriteSession.open(drive, root.cdTrackAtOnce);
  expect(roundTrip(session)).toMatchObject({ drive: { simulated: true }, discBefore: { status: 'blank' }, tracks: [] });
  expect(roundTrip(new root.OperationEvent('progress', { writtenBlocks: 3 }))).toEqual({
    type: 'progress',
    detail: { writtenBlocks: 3 },
  });
});
