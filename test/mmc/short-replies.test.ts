import { expect, test } from '@jest/globals';
import { fromHex } from '../../src/codec/index.ts';
import { readAtip } from '../../src/mmc/commands/read-atip.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { readTrackInformation } from '../../src/mmc/commands/read-track-information.ts';
import { capabilitiesPage, writeSpeedsOf } from '../../src/mmc/mode-pages/capabilities.ts';

// Replies as long as in the standard's older versions: what they lack is not told as zero.

test('a track information block of 28 bytes says nothing of the last recorded block', () => {
  const bytes = fromHex('001a010100040f010000000000000000000575490000000000057549');
  const track = readTrackInformation({ addressType: 1, address: 1, allocationLength: 36 }).decodeReply(bytes);
  expect(track).toMatchObject({ track: 1, session: 1, lengthBlocks: 0x57549, lastRecordedLba: undefined });
});

test('disc information of 12 bytes says nothing of the lead-in and the bar code', () => {
  const disc = readDiscInformation({ allocationLength: 34 }).decodeReply(fromHex('000a0e010101012000000000'));
  expect(disc).toMatchObject({ discStatus: 2, lastTrackInLastSession: 1 });
  for (const name of ['discId', 'lastSessionLeadInStart', 'lastPossibleLeadOutStart', 'barCode', 'opcTables'] as const)
    expect(disc[name]).toBeUndefined();
});

test('ATIP of 28 bytes says nothing of S4', () => {
  const bytes = new Uint8Array(28);
  bytes.set([0, 26]);
  const atip = readAtip({ allocationLength: 32 }).decodeReply(bytes);
  expect([atip.a3, atip.s4]).toEqual([0, undefined]);
});

test('page 2Ah before MMC-3 says nothing of the current write speed', () => {
  // 20 bytes and 24 bytes after the header, as drives before MMC and MMC-1 end it.
  for (const [lengthBytes, revision] of [
    [22, undefined],
    [24, 0],
  ] as const) {
    const page = new Uint8Array(lengthBytes);
    page.set([0x2a, lengthBytes - 2]);
    page.set([0x06, 0xe4], 18);
    const values = capabilitiesPage.decode(page);
    expect(values).toMatchObject({ maxWriteKBps: 1764, copyManagementRevision: revision, currentWriteKBps: undefined });
    expect(writeSpeedsOf(page)).toEqual([]);
  }
});
