import { expect, test } from '@jest/globals';
import { IMAPI_PROFILE_TYPE as Profile } from '../../../src/imapi2/index.ts';
import { resultOf } from '../rig.ts';
import { blockRig, image } from './support.ts';

const hex = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.subarray(from, to)).toString('hex');

interface Facts {
  readonly profile: number;
  /** Features that are current because of the disc. */
  readonly features: readonly number[];
  /** Bytes 2 to 8 of READ DISC INFORMATION of a new disc, and of one with 64 sectors: status, first track, sessions and so on. */
  readonly fresh: string;
  readonly written: string;
  /** Bytes 8 to 31 of READ TRACK INFORMATION: start, next writable, free, packet, length, last recorded. */
  readonly track: string;
}

/** MMC-6 tables: the values for an ECC block of 16 (10h) or 32 (20h) sectors, and for 64 (40h) sectors in a closed track. */
const CLOSED = '00000000000000000000000000000010000000400000003f';
const DISCS: Readonly<Record<string, Facts>> = {
  'DVD-R': {
    profile: Profile.IMAPI_PROFILE_TYPE_DVD_DASH_RECORDABLE,
    features: [0x1f, 0x21, 0x2f],
    fresh: '000101010120ff',
    written: '010102020220ff',
    track: CLOSED,
  },
  'DVD-RW': {
    profile: Profile.IMAPI_PROFILE_TYPE_DVD_DASH_RW_SEQUENTIAL,
    features: [0x1f, 0x21, 0x23, 0x2f],
    fresh: '100101010120ff',
    written: '110102020220ff',
    track: CLOSED,
  },
  'DVD+R': {
    profile: Profile.IMAPI_PROFILE_TYPE_DVD_PLUS_R,
    features: [0x1f, 0x21, 0x2b],
    fresh: '000101010120ff',
    written: '010102020220ff',
    track: CLOSED,
  },
  'DVD+R DL': {
    profile: Profile.IMAPI_PROFILE_TYPE_DVD_PLUS_R_DUAL,
    features: [0x1f, 0x21, 0x3b],
    fresh: '000101010120ff',
    written: '0e0101010120ff',
    track: CLOSED,
  },
  'DVD-RAM': {
    profile: Profile.IMAPI_PROFILE_TYPE_DVD_RAM,
    features: [0x10, 0x1f, 0x20, 0x23, 0x24],
    fresh: '1e0101010120ff',
    written: '1e0101010120ff',
    track: '00000000000000000000000000000010002221200022211f',
  },
  'BD-R': {
    profile: Profile.IMAPI_PROFILE_TYPE_BD_R_SEQUENTIAL,
    features: [0x21, 0x23, 0x25, 0x40, 0x41],
    fresh: '000101010120ff',
    written: '010102020220ff',
    track: '00000000000000000000000000000020000000400000003f',
  },
};

test.each(Object.entries(DISCS))('%s has the profile, features and raw replies of its kind', async (medium, facts) => {
  const { recorder, writer } = await blockRig(medium);
  expect(await recorder.currentProfiles).toEqual([facts.profile]);
  expect(await recorder.getSupportedProfiles(true)).toEqual([facts.profile]);
  expect(await recorder.supportedProfiles).toContain(facts.profile);
  expect(await recorder.currentFeaturePages).toEqual(expect.arrayContaining([...facts.features]));
  expect(await recorder.getSupportedFeaturePages(true)).toEqual(await recorder.currentFeaturePages);
  const [feature = 0] = facts.features;
  const page = await recorder.getFeaturePage(feature as never, true);
  expect([page[1], (page[2] ?? 0) % 2, page.length]).toEqual([feature, 1, 4 + (page[3] ?? 0)]);
  expect(hex(await recorder.getDiscInformation(), 2, 9)).toBe(facts.fresh);
  writer.disableConsumerDvdCompatibilityMode = true;
  await writer.write(image(64));
  const disc = await recorder.getDiscInformation();
  expect([disc.length, hex(disc, 2, 9)]).toEqual([34, facts.written]);
  const track = await recorder.getTrackInformation(1, 1);
  expect([track.length, hex(track, 8, 32)]).toEqual([36, facts.track]);
  expect(await recorder.getTrackInformation(5, 0)).toEqual(track);
});

test('all kinds of disc are among the supported profiles of the drive, in the order in which it lists them', async () => {
  const { recorder } = await blockRig('DVD+RW');
  expect(await recorder.supportedProfiles).toEqual([
    0x43, 0x42, 0x41, 0x40, 0x2b, 0x1b, 0x1a, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11, 0x10, 0x0a, 0x09, 0x08, 0x02,
  ]);
  expect(await recorder.supportedModePages).toEqual(expect.arrayContaining([0x01, 0x05, 0x1a, 0x1d, 0x2a]));
});

test('structures of a DVD and of a BD are read, each by the kind of the disc', async () => {
  const dvd = await blockRig('DVD+R');
  const physical = await dvd.recorder.readDvdStructure(0x00, 0, 0, 0);
  // Book type A (DVD+R), version 1; 120 mm, no rate; recordable; first sector 30000h, and the last one of 2,295,104.
  expect(hex(physical, 0, 12)).toBe('a10f0200000300000026053f');
  expect(Buffer.from((await dvd.recorder.readDvdStructure(0x11, 0, 0, 0)).subarray(19, 30)).toString('latin1')).toMatch(
    /^MCC.*004$/,
  );
  expect(await resultOf(() => dvd.recorder.readDvdStructure(0x0e, 0, 0, 0))).toBe(
    'E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT',
  );
  expect((dvd.transport.sent(0xad).at(-1) ?? [])[1]).toBe(0);

  const bd = await blockRig('BD-R');
  const information = await bd.recorder.readDvdStructure(0x00, 0, 0, 0);
  expect(Buffer.from(information.subarray(0, 2)).toString('latin1')).toBe('DI');
  expect((bd.transport.sent(0xad).at(-1) ?? [])[1]).toBe(1);
  expect(hex(await bd.recorder.readDvdStructure(0xc0, 0, 0, 0), 0, 4)).toBe('00000000');
});

test('the layer boundary of a DVD+R with two layers is sent', async () => {
  const { recorder, transport } = await blockRig('DVD+R DL');
  const value = Uint8Array.of(0, 0, 0, 0, 0x00, 0x10, 0x00, 0x00);
  await recorder.sendDvdStructure(0x20, value);
  expect([...(transport.sent(0xbf).at(-1) ?? [])]).toEqual([0xbf, 0, 0, 0, 0, 0, 0, 0x20, 0, 12, 0, 0]);
  expect(hex(await recorder.readDvdStructure(0x20, 0, 0, 0), 4, 8)).toBe('00100000');
});

test('descriptors do not depend on the disc', async () => {
  const dvd = await blockRig('DVD-RAM');
  const cd = await blockRig('CD-R 80');
  expect(await dvd.recorder.getAdapterDescriptor()).toEqual(await cd.recorder.getAdapterDescriptor());
  const device = await dvd.recorder.getDeviceDescriptor();
  const at = new DataView(device.buffer, device.byteOffset).getUint32(16, true);
  expect(Buffer.from(device.subarray(at, device.indexOf(0, at))).toString()).toBe(dvd.recorder.productId);
});
