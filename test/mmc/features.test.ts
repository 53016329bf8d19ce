import { describe, expect, test } from '@jest/globals';
import { getConfiguration } from '../../src/mmc/commands/get-configuration.ts';
import { commandFor } from '../../src/mmc/commands/index.ts';
import {
  cdMasteringFeature,
  cdReadFeature,
  cdTrackAtOnceFeature,
  coreFeature,
  describeFeature,
  featureByCode,
  featureName,
  features,
  findFeature,
  incrementalStreamingFeature,
  PhysicalInterface,
  profilesOf,
  realTimeStreamingFeature,
  removableMediumFeature,
} from '../../src/mmc/features.ts';
import { LoadingMechanism } from '../../src/mmc/mode-pages/capabilities.ts';
import { Profile, profileName } from '../../src/mmc/profiles.ts';
import { exchanges } from '../golden/exchanges.ts';

/** The longest answer of the emulated recorder with a CD-R in it, to cdrskin. */
const answer = exchanges
  .filter(({ cdb, in: data }) => cdb[0] === 0x46 && (data?.[7] ?? 0) === Profile.CdR)
  .map(({ in: data }) => data ?? new Uint8Array())
  .sort((a, b) => b.length - a.length)[0];
const reply = getConfiguration.spec.reply.decode(answer ?? new Uint8Array());

describe('GET CONFIGURATION', () => {
  test('names the disc and lists whole features', () => {
    expect(profileName(reply.currentProfile)).toBe('CD-R');
    expect(reply.entries.map(({ code }) => code)).toEqual([
      0x00, 0x01, 0x02, 0x03, 0x10, 0x1d, 0x1e, 0x1f, 0x21, 0x2b, 0x2d, 0x40, 0x41, 0x100, 0x103, 0x106, 0x107, 0x10a,
    ]);
    expect(reply.entries.every(({ code }) => featureByCode(code) !== undefined)).toBe(true);
  });

  test('the features of CD writing are decoded', () => {
    expect(profilesOf(reply.entries)).toContainEqual({ profile: Profile.CdR, current: true });
    expect(findFeature(reply.entries, coreFeature)?.physicalInterface).toBe(PhysicalInterface.Atapi);
    expect(findFeature(reply.entries, removableMediumFeature)).toMatchObject({
      loadingMechanism: LoadingMechanism.Tray,
      eject: true,
      lock: true,
      preventJumper: false,
    });
    expect(findFeature(reply.entries, cdReadFeature)).toMatchObject({ c2Flags: true, cdText: true, current: true });
    expect(findFeature(reply.entries, incrementalStreamingFeature)).toMatchObject({
      dataBlockTypes: 0xff00,
      bufferUnderrunFree: true,
      linkSizes: [7],
    });
    expect(findFeature(reply.entries, cdTrackAtOnceFeature)).toEqual({
      current: true,
      bufferUnderrunFree: true,
      rawSubChannel: true,
      packedSubChannel: true,
      testWrite: true,
      cdRw: true,
      subChannel: true,
      dataBlockTypes: 0xffff,
    });
    expect(findFeature(reply.entries, realTimeStreamingFeature)).toMatchObject({
      setCdSpeed: true,
      streamWriting: true,
    });
    expect(findFeature(reply.entries, cdMasteringFeature)).toBeUndefined();
  });

  test('encodes back to the recorded answer', () => {
    const again = getConfiguration.spec.reply.encode(reply);
    // 224 of 224 bytes were requested: the length counts all but itself.
    expect(again).toEqual(answer);
  });

  test('its declaration is found by CDB', () => {
    expect(commandFor(getConfiguration({ allocationLength: 8 }).cdb)).toBe(getConfiguration);
  });
});

describe('feature and profile names', () => {
  test('codes are unique and in order', () => {
    const codes = features.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
  });

  test('unknown codes are called unknown', () => {
    expect(featureName(0x2d)).toBe('CD Track at Once');
    expect(featureName(0xff12)).toBe('vendor-specific');
    expect(featureName(0x0099)).toBe('unknown');
    expect(profileName(0x0099)).toBe('profile 0099h');
  });

  test('a descriptor without its data is not a feature', () => {
    const bare = { code: 0x2d, version: 0, persistent: false, current: true, data: new Uint8Array() };
    expect(findFeature([bare], cdTrackAtOnceFeature)).toBeUndefined();
    expect(describeFeature(bare)).toEqual([]);
  });
});
