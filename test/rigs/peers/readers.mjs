import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  capabilitiesPage,
  getConfiguration,
  inquiry,
  inquiryUnitSerialNumber,
  RequestedFeatures,
  writeSpeedsOf,
} from '../../../dist/mmc/index.js';
import { assertSameBytes } from '../support/saved-disc.mjs';
import { burnAppendableSession, burnAudioSession, burnDataSession, burnTextDisc, TEXTS } from './burned-discs.mjs';
import {
  checkCdInfo,
  checkCdparanoiaToc,
  checkCdrdao,
  checkClone,
  checkContents,
  checkCopy,
  checkFullToc,
  checkImage,
  checkListings,
  checkRips,
} from './reader-checks.mjs';
import { sgGetConfig, sgInq, wodimCapabilities, wodimMsInfo, wodimWords } from './reader-programs.mjs';
import { atVirtualDrive, SR } from './virtual-drive.mjs';

const FEATURES_BYTES = 4_096;

const finalized = () =>
  atVirtualDrive({}, async (drive) => {
    const sessions = [await burnAudioSession(drive, 1)];
    await checkContents(drive, sessions);
    await checkCdparanoiaToc(drive, sessions);
    await checkRips(drive, sessions);
    await checkClone(drive, sessions[0]);
    await checkCopy(drive, sessions[0]);
    const [{ listed }] = await checkCdrdao(drive, sessions);
    // The pauses that Track-At-Once makes before each track but the first.
    assert.deepEqual(
      listed.map(({ pregapBlocks }) => pregapBlocks),
      [0, 150, 150],
    );
  });

const twoSessions = () =>
  atVirtualDrive({}, async (drive) => {
    const first = await burnAppendableSession(drive, 1);
    await checkContents(drive, [first], { isAppendable: true });
    const msInfo = await wodimMsInfo(drive);
    const sessions = [first, await burnAudioSession(drive, 11, { lengths: [800_000] })];
    assert.equal(msInfo, `0,${sessions[1].tracks[0].startLba}`);
    await checkContents(drive, sessions);
    await checkCdparanoiaToc(drive, sessions);
    await checkRips(drive, sessions);
    return `-msinfo ${msInfo}`;
  });

/** Without a table of contents, a player finds nothing; a program for recorders sees the tracks. */
const leftOpen = () =>
  atVirtualDrive({}, async (drive) => {
    await burnAudioSession(drive, 1, { args: ['--leave-open'] });
    await drive.run('cd-info', ['-C', SR, '--no-cddb'], { status: 1 });
    await drive.run('cdparanoia', ['-d', SR, '-sQ'], { status: 1 });
    const { both } = await drive.run('cdrdao', ['disk-info', '--device', SR, '--driver', 'generic-mmc']);
    assert.match(both, /^CD-R empty +: no$/m);
    assert.match(both, /^Sessions +: 1$/m);
    assert.match(both, /^Last Track +: 3$/m);
    await drive.discwright(['close', '--yes']);
    const sessions = [await contentsOf(drive)];
    await checkContents(drive, sessions);
  });

/** What `discwright toc` says, for a disc that was closed after its burn was reported. */
async function contentsOf(drive) {
  const { tracks, leadOutLba } = await drive.ask(['toc']);
  return {
    leadOutLba,
    tracks: tracks.map(({ number, startLba, lengthBlocks, kind }) => {
      return { number, startLba, kind, bytes: Buffer.alloc(lengthBlocks * 2_352) };
    }),
  };
}

const textDisc = () =>
  atVirtualDrive({}, async (drive) => {
    const session = await burnTextDisc(drive);
    const seen = await checkCdInfo(drive, [session]);
    const { catalogNumber, isrcs, album, titles } = seen;
    assert.deepEqual(
      { catalogNumber, isrcs, album, titles },
      {
        catalogNumber: TEXTS.catalogNumber,
        isrcs: [[2, TEXTS.isrc]],
        album: { TITLE: TEXTS.album.title, PERFORMER: TEXTS.album.performer },
        titles: TEXTS.titles,
      },
    );
    await checkFullToc(drive, [session]);
    await checkListings(drive, [session]);
    await checkRips(drive, [session]);
    const [toc] = await checkCdrdao(drive, [session]);
    assert.deepEqual([toc.catalogNumber, toc.title, toc.performer], [TEXTS.catalogNumber, 'Suite', 'Bach']);
    assert.deepEqual(
      toc.listed.map(({ title, isrc, pregapBlocks, indexes }) => [title, isrc, pregapBlocks, indexes]),
      [
        ['Air', undefined, 0, TEXTS.indexes.slice(1)],
        ['Badinerie', TEXTS.isrc, TEXTS.pauseBlocks, []],
        ['Gigue', undefined, 0, []],
      ],
    );
  });

const dataDisc = () =>
  atVirtualDrive({}, async (drive) => {
    const sessions = [await burnDataSession(drive)];
    await checkContents(drive, sessions);
    await checkImage(drive, sessions[0]);
    const { stderr } = await drive.run('cdparanoia', ['-d', SR, '-sQ'], { status: 1 });
    assert.match(stderr, /Unable to open disc/);
  });

const enhancedDisc = () =>
  atVirtualDrive({}, async (drive) => {
    const sessions = [await burnAppendableSession(drive, 1), await burnDataSession(drive)];
    await checkContents(drive, sessions);
    await checkCdparanoiaToc(drive, sessions);
    await checkRips(drive, sessions);
    await checkImage(drive, sessions[1]);
  });

/** What wodim -prcap says about each field of page 2Ah. */
const SENTENCES = {
  readCdR: 'read CD-R media',
  writeCdR: 'write CD-R media',
  readCdRw: 'read CD-RW media',
  writeCdRw: 'write CD-RW media',
  readDvdRom: 'read DVD-ROM media',
  readDvdR: 'read DVD-R media',
  writeDvdR: 'write DVD-R media',
  readDvdRam: 'read DVD-RAM media',
  writeDvdRam: 'write DVD-RAM media',
  testWrite: 'support test writing',
  mode2Form1: 'read Mode 2 Form 1 blocks',
  mode2Form2: 'read Mode 2 Form 2 blocks',
  cdDa: 'read digital audio blocks',
  cdDaStreamAccurate: 'restart non-streamed digital audio reads accurately',
  bufferUnderrunFree: 'support Buffer-Underrun-Free recording',
  multiSession: 'read multi-session CDs',
  readFixedPackets: 'read fixed-packet CD media using Method 2',
  readBarCode: 'read CD bar code',
  subChannel: 'read R-W subcode information',
  subChannelCorrected: 'return R-W subcode de-interleaved and error-corrected',
  subChannelInLeadIn: 'read raw P-W subcode data from lead in',
  mediaCatalogNumber: 'return CD media catalog number',
  isrc: 'return CD ISRC information',
  c2Pointers: 'support C2 error pointers',
  composite: 'deliver composite A/V data',
  audioPlay: 'play audio CDs',
  eject: 'support ejection of CD via START/STOP command',
  preventJumper: 'lock media on power up via prevent jumper',
  lock: 'allow media to be locked in the drive via PREVENT/ALLOW command',
  sideChange: 'support changing side of disk',
  softwareSlotSelection: 'have load-empty-slot-in-changer feature',
  changerDiscPresent: 'support Individual Disk Present feature',
};

/** The same facts, as our driver reads them. */
const byOurDriver = (drive) =>
  drive.openBySocket(async (bySocket) => ({
    identity: await bySocket.execute(inquiry({ allocationLength: 36 })),
    serialNumber: (await bySocket.execute(inquiryUnitSerialNumber({ allocationLength: 64 }))).serialNumber,
    configuration: await bySocket.execute(
      getConfiguration({ requested: RequestedFeatures.All, allocationLength: FEATURES_BYTES }),
    ),
    capabilities: await bySocket.modePage(capabilitiesPage),
  }));

async function checkCapabilities(drive, { values, bytes }) {
  const { does, doesNot, ...rest } = await wodimCapabilities(drive);
  const fields = Object.entries(SENTENCES);
  assert.deepEqual(
    does.filter((sentence) => !/speed +CD-RW media/.test(sentence)).sort(),
    fields.flatMap(([field, sentence]) => (values[field] ? [sentence] : [])).sort(),
  );
  assert.deepEqual(
    doesNot.filter((sentence) => !/speed\+? +CD-RW media/.test(sentence)).sort(),
    fields.flatMap(([field, sentence]) => (values[field] ? [] : [sentence])).sort(),
  );
  assert.deepEqual(rest, {
    bufferKB: values.bufferKiB,
    isLocked: values.locked,
    maxReadKBps: values.maxReadKBps,
    writeSpeedsKBps: writeSpeedsOf(bytes).map(({ writeKBps }) => writeKBps),
  });
}

/** ATIP addresses as wodim writes them: `97:26/66`. */
const inAtip = (words, name) => /\((.*)\)/.exec(words[name])[1].replace('/', ':');

const driveItself = (medium, profile, erasable) => () =>
  atVirtualDrive({ medium }, async (drive) => {
    const { identity, serialNumber, configuration, capabilities } = await byOurDriver(drive);
    const inq = await sgInq(drive);
    assert.deepEqual(
      [inq['Vendor identification'], inq['Product identification'], inq['Product revision level']],
      [identity.vendor, identity.product, identity.revision],
    );
    assert.equal(inq['Unit serial number'], serialNumber);

    const config = await sgGetConfig(drive);
    assert.equal(config.profile, profile);
    assert.deepEqual(
      config.profiles.map(([name, current]) => [name, current === '1']).sort(),
      ['CD-R', 'CD-ROM', 'CD-RW'].map((name) => [name, name === profile]),
    );
    assert.deepEqual(
      config.features,
      configuration.entries.map(({ code, version, persistent, current }) => ({ code, version, persistent, current })),
    );

    await checkCapabilities(drive, capabilities);
    const { disc } = await drive.ask(['info']);
    const words = await wodimWords(drive, '-atip');
    assert.equal(inAtip(words, 'ATIP start of lead in'), disc.atip.leadInStart);
    assert.equal(inAtip(words, 'ATIP start of lead out'), disc.atip.lastLeadOutStart);
    assert.equal(words['Disk type'] === 'Phase change', erasable);
    return `${config.features.length} features, ${Object.keys(SENTENCES).length} capabilities, ${words.Manufacturer}`;
  });

/** A scratch: readom reads all other blocks, and names the unreadable one. */
const scratched = () =>
  atVirtualDrive({}, async (drive) => {
    const { tracks } = await burnDataSession(drive);
    await drive.stop();
    await drive.serve({
      faults: [{ at: { command: 'READ(10)' }, does: { scratch: { fromLba: 100, toLba: 100, kind: 'unreadable' } } }],
    });
    const path = join(drive.folder, 'readom.iso');
    const sectors = `sectors=0-${tracks[0].bytes.length / 2_048}`;
    const { both } = await drive.run('readom', [`dev=${SR}`, `f=${path}`, sectors, 'retries=2', '-noerror']);
    assert.match(both, /Sense Key: 0x3 Medium Error/);
    assert.match(both, /The following 1 sector\(s\) could not be read correctly:\s+100\s/);
    const read = await readFile(path);
    assertSameBytes(read.subarray(0, 100 * 2_048), tracks[0].bytes.subarray(0, 100 * 2_048), 'before the scratch');
    assertSameBytes(read.subarray(101 * 2_048), tracks[0].bytes.subarray(101 * 2_048), 'after the scratch');
  });

const openTray = () =>
  atVirtualDrive({}, async (drive) => {
    await drive.discwright(['eject']);
    await drive.run('cd-info', ['-C', SR, '--no-cddb'], { status: 1 });
    await drive.run('cdparanoia', ['-d', SR, '-sQ'], { status: 1 });
    const { both } = await drive.run('sg_get_config', [SR]);
    assert.match(both, /^No current profile$/m);
    assert.doesNotMatch(both, /currentP=1/);
  });

export const scenarios = [
  { name: 'readers: three audio tracks, finalized', run: finalized },
  { name: 'readers: audio left open, then closed', run: leftOpen },
  { name: 'readers: two audio sessions', run: twoSessions },
  { name: 'readers: Session-At-Once with CD-TEXT, indexes, MCN and ISRC', run: textDisc },
  { name: 'readers: a data disc', run: dataDisc },
  { name: 'readers: audio, then a data session', run: enhancedDisc },
  { name: 'readers: the drive with a CD-R', run: driveItself('CD-R 80', 'CD-R', false) },
  { name: 'readers: the drive with a CD-RW', run: driveItself('CD-RW', 'CD-RW', true) },
  { name: 'readers: a scratched data disc', run: scratched },
  { name: 'readers: an open tray', run: openTray },
];
