import { describe, expect, test } from '@jest/globals';
import { msfOfLba } from '../../src/cd/msf.ts';
import { fromHex, toHex } from '../../src/codec/index.ts';
import * as mmc from '../../src/mmc/commands/index.ts';
import { exchanges } from '../golden/exchanges.ts';

/** CDBs that established programs were seen to send, and the same built by this package. */
const SEEN: readonly (readonly [string, { cdb: Uint8Array }])[] = [
  ['120000002400', mmc.inquiry({ allocationLength: 36 })],
  ['1b0000000300', mmc.startStopUnit({ loadEject: true, start: true })],
  ['1b0100000100', mmc.startStopUnit({ immediate: true, start: true })],
  ['1e0000000100', mmc.preventAllowMediumRemoval({ prevent: true })],
  ['25000000000000000000', mmc.readCapacity({})],
  ['35020000000000000000', mmc.synchronizeCache({ immediate: true })],
  ['43000000000001000c00', mmc.readToc({ trackOrSession: 1, allocationLength: 12 })],
  ['43020000000001000c00', mmc.readTocMsf({ trackOrSession: 1, allocationLength: 12 })],
  ['43000100000000000c00', mmc.readSessionInfo({ allocationLength: 12 })],
  ['43020200000000000400', mmc.readFullToc({ allocationLength: 4 })],
  ['43020400000000001c00', mmc.readAtip({ allocationLength: 28 })],
  ['46020037000000001000', mmc.getConfiguration({ requested: 2, startingFeature: 0x37, allocationLength: 16 })],
  ['51000000000000002200', mmc.readDiscInformation({ allocationLength: 34 })],
  ['5201000000ff00001c00', mmc.readTrackInformation({ addressType: 1, address: 0xff, allocationLength: 28 })],
  ['54010000000000000000', mmc.sendOpcInformation({ doOpc: true }, [])],
  ['55100000000000003c00', mmc.modeSelect10({ pageFormat: true }, new Uint8Array(60))],
  ['5b000200000000000000', mmc.closeTrackSession({ closeFunction: mmc.CloseFunction.Session })],
  ['5b010200000000000000', mmc.closeTrackSession({ immediate: true, closeFunction: mmc.CloseFunction.Session })],
  ['5c000000000000000c00', mmc.readBufferCapacity({ allocationLength: 12 })],
  ['ac0000000000000000060300', mmc.getWriteSpeeds({ maxDescriptors: 6 })],
  ['bb00ffff0588000000000000', mmc.setCdSpeed({ writeKBps: 1416 })],
  ['bb00ffffffff000000000000', mmc.setCdSpeed({})],
  [
    'be000000001600001bf80000',
    mmc.readCd({ sectorType: 0, startLba: 22, lengthBlocks: 27, ...mmc.WHOLE_MAIN_CHANNEL }),
  ],
];

describe('CDBs that wodim, cdrskin, cdrdao and cdparanoia send', () => {
  test.each(SEEN)('%s', (hex, command) => {
    expect(toHex(command.cdb)).toBe(hex);
    expect(exchanges.some(({ cdb }) => toHex(cdb.subarray(0, hex.length / 2)) === hex)).toBe(true);
  });
});

describe('the cue sheet that cdrdao sent for three tracks with pauses of two seconds', () => {
  const at = (track: number, index: number, lba: number, dataForm = 0) =>
    mmc.cueAt(0, { track, index, subChannelForm: 0, dataForm, ...msfOfLba(lba) });
  const sheet =
    '0100000100000000' +
    '01010000000000000101010000000200010200000000070001020100000009000103000000001000010301000000120001aa010100001626';

  test('is built, and read back', () => {
    const entries = [
      at(0, 0, -150, 1),
      at(1, 0, -150),
      at(1, 1, 0),
      at(2, 0, 375),
      at(2, 1, 525),
      at(3, 0, 1050),
      at(3, 1, 1200),
      at(0xaa, 1, 1538, 1),
    ];
    const command = mmc.sendCueSheet({}, entries);
    expect(toHex(command.cdb)).toBe('5d000000000000004000');
    expect(command.data.direction === 'out' && toHex(command.data.bytes)).toBe(sheet);
    expect(mmc.sendCueSheet.spec.parameters.decode(fromHex(sheet))).toEqual(entries);
    expect(mmc.sendCueSheet.spec.parameters.describe(fromHex(sheet))).toContainEqual({ name: '[7].minute', text: '0' });
  });

  test('identifiers are pairs of entries', () => {
    const hex = (entries: readonly mmc.CueEntry[]) => toHex(mmc.cueSheetEntries.encode(entries));
    expect(hex(mmc.cueCatalogNumber('4006381333931'))).toBe('02343030363338310233333339333100');
    expect(hex(mmc.cueIsrc(0, 2, 'GBAYE6500331'))).toBe('0302474241594536030235303033333 1'.replace(' ', ''));
  });
});

describe('the registry', () => {
  test('knows the form of a CDB by its fields', () => {
    const name = (hex: string) => mmc.commandFor(fromHex(hex))?.spec.name;
    expect(name('12010000fc00')).toBe('INQUIRY (supported vital product data)');
    expect(name('12018000fc00')).toBe('INQUIRY (unit serial number)');
    expect(name('43000000000000000440')).toBe('READ TOC (session information)'); // the format in its SFF-8020 place
    expect(name('ac1000000000000000010000')).toBe('GET PERFORMANCE');
    expect(name('ac0100000000000000010000')).toBe('GET PERFORMANCE (exceptions)');
    expect(name('ff0000000000')).toBeUndefined();
    expect(name('2a00')).toBeUndefined();
    expect(name('')).toBeUndefined();
  });

  test('returns undeclared forms of a declared command raw', () => {
    const spec = mmc.commandFor(fromHex('1201b000fc00'))?.spec;
    expect(spec?.direction === 'in' && spec.reply.decode(Uint8Array.of(1, 2))).toEqual(Uint8Array.of(1, 2));
  });
});

describe('READ CD', () => {
  const { Audio, Mode1, Mode2, Mode2Form1, Mode2Form2 } = mmc.SectorType;
  test.each([
    // MMC-5 6.20: main channel selection 10h, 18h, 50h, 58h, 78h, F8h by kind of block
    [{ userData: true }, [2352, 2048, 2336, 2048, 2328]],
    [{ userData: true, edcAndEcc: true }, [2352, 2336, 2336, 2328, 2328]],
    [{ headers: 2, userData: true }, [2352, 2048, 2336, 2056, 2336]],
    [{ headers: 2, userData: true, edcAndEcc: true }, [2352, 2336, 2336, 2336, 2336]],
    [{ headers: 3, userData: true, edcAndEcc: true }, [2352, 2340, 2340, 2340, 2340]],
    [mmc.WHOLE_MAIN_CHANNEL, [2352, 2352, 2352, 2352, 2352]],
  ])('%j', (selection, expected) => {
    expect([Audio, Mode1, Mode2, Mode2Form1, Mode2Form2].map((kind) => mmc.readCdBlockBytes(selection, kind))).toEqual(
      expected,
    );
    expect(mmc.readCdBlockBytes(selection)).toBe(2352);
  });

  test('C2 flags and sub-channel are added', () => {
    const audio = { userData: true } as const;
    expect(mmc.readCdBlockBytes({ ...audio, c2: mmc.C2Selection.Flags }, Audio)).toBe(2352 + 294);
    expect(mmc.readCdBlockBytes({ ...audio, c2: 2, subChannel: mmc.SubChannelSelection.Raw }, Audio)).toBe(2744);
    expect(mmc.readCdBlockBytes({ ...audio, subChannel: mmc.SubChannelSelection.Q }, Audio)).toBe(2368);
  });

  test('requests as many bytes as the blocks have', () => {
    const { data } = mmc.readCd({ sectorType: Audio, startLba: 0, lengthBlocks: 27, userData: true });
    expect(data).toEqual({ direction: 'in', lengthBytes: 63_504 });
  });
});

describe('replies with their own form', () => {
  test('a media event', () => {
    const reply = mmc.getEventStatusNotification.spec.reply;
    // A disc was inserted: event header of 6 bytes, class 4, classes 1, 2, 4 and 6 supported.
    const event = reply.decode(fromHex('0006045602020000'));
    expect(event).toEqual({
      eventClass: mmc.EventClass.Media,
      supportedClasses: 0x56,
      event: mmc.MediaEvent.NewMedia,
      mediaPresent: true,
      trayOpen: false,
      startSlot: 0,
      endSlot: 0,
    });
    expect(toHex(reply.encode(event))).toBe('0006045602020000');
  });

  test('no event, and events of the other classes', () => {
    const reply = mmc.getEventStatusNotification.spec.reply;
    expect(reply.decode(fromHex('00028056'))).toEqual({ eventClass: mmc.EventClass.None, supportedClasses: 0x56 });
    expect(reply.decode(fromHex('0006015602000001'))).toMatchObject({ eventClass: 1, event: 2, change: 1 });
    expect(reply.decode(fromHex('0006025601010000'))).toMatchObject({ eventClass: 2, event: 1, status: 1 });
    expect(reply.decode(fromHex('0006065601010064'))).toMatchObject({ eventClass: 6, status: 1, remaining: 100 });
  });

  test('the mechanism of a drive without slots', () => {
    const value = mmc.mechanismStatus.spec.reply.decode(fromHex('0010000000000000'));
    expect(value).toMatchObject({ fault: false, doorOpen: true, mechanismState: mmc.MechanismState.Idle, entries: [] });
  });

  test('write speeds that the emulated recorder lists', () => {
    const answer = exchanges.find(({ cdb, in: data }) => cdb[0] === 0xac && (data?.length ?? 0) > 60)?.in;
    const { entries } = mmc.getWriteSpeeds.spec.reply.decode(answer ?? new Uint8Array());
    expect(entries.map(({ writeKBps }) => writeKBps)).toEqual([7056, 5645, 4234, 2823, 1764, 706]);
  });

  test('SET STREAMING is a descriptor of 28 bytes', () => {
    const { cdb, data } = mmc.setStreaming({}, { startLba: 0, endLba: 359_848, readKB: 7056, writeKB: 1412 });
    expect(toHex(cdb)).toBe('b6000000000000000000' + '1c00');
    expect(data.direction === 'out' && toHex(data.bytes)).toBe(
      '00000000' + '00000000' + '00057da8' + '00001b90' + '000003e8' + '00000584' + '000003e8',
    );
  });
});
