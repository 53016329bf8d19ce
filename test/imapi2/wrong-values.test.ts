import { describe, expect, test } from '@jest/globals';
import { EncodeError } from '../../src/codec/index.ts';
import * as imapi2 from '../../src/imapi2/index.ts';
import { readTrackInformation } from '../../src/mmc/commands/index.ts';

/** What programs in JavaScript give for any argument. */
const WRONG: readonly unknown[] = [
  Symbol('x'),
  {},
  [],
  () => 1,
  10n,
  null,
  undefined,
  Number.NaN,
  '..',
  Promise.resolve(1),
];

const { HResult } = imapi2;

/** What the members do with the value, each by name. */
const MEMBERS: Readonly<Record<string, (value: never) => unknown>> = {
  'on()': (event) => new imapi2.TrackAtOnce().on(event, () => {}),
  'off()': (event) => new imapi2.DiscMaster2().off(event, (() => {}) as never),
  'item()': (index) => new imapi2.DiscMaster2().item(index),
  'a VARIANT_BOOL': (value) => {
    new imapi2.TrackAtOnce().doNotFinalizeMedia = value;
  },
  bootImageOptions: (value) => {
    if (value !== null) new imapi2.FileSystemImage().bootImageOptions = value;
    else throw new imapi2.ImapiError(HResult.E_INVALIDARG);
  },
  'createFileItem()': (name) => new imapi2.FileSystemImage().createFileItem(name),
  'root.removeTree()': (path) => new imapi2.FileSystemImage().root.removeTree(path),
  'trackInfo()': (index) => new imapi2.RawCDImageCreator().trackInfo(index),
};

describe.each(Object.entries(MEMBERS))('a value of a wrong type for %s', (_, member) => {
  test.each(WRONG)('is an ImapiError in words, whatever it is (%#)', async (value) => {
    const call = async () => member(value as never);
    await expect(call()).rejects.toMatchObject({
      name: 'ImapiError',
      message: expect.not.stringMatching(/\[object|Symbol\(/),
    });
  });
});

test('names what was given', () => {
  const given = (value: unknown) => () => new imapi2.TrackAtOnce().on(value as never, () => {});
  expect(given({})).toThrow(/on\(an object\)/);
  expect(given(Symbol('x'))).toThrow(/on\(a symbol\)/);
  expect(given('nothing')).toThrow(/on\('nothing'\)/);
});

test('a field of a command refuses a symbol as it refuses any other value', () => {
  const cdb = { addressType: 1, address: Symbol('x') as never, allocationLength: 36 };
  expect(() => readTrackInformation(cdb as never)).toThrow(EncodeError);
});
