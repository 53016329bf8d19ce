import { DISC_FACTS } from './disc-facts.ts';
import { AUDIO_CONTROL, cue, cueSheet, type Fact, LEAD_IN, LEAD_IN_WITH_TEXT, leadOut, SPEEDS } from './fact-values.ts';

export const FACTS: readonly Fact[] = [
  ...DISC_FACTS,
  {
    why: 'cdrdao writes each pause as additional silence',
    cdb: '5d000000000000004000',
    part: 'out',
    bytes: '010000010000000001010000000000000101010000000200010200000000070001020100',
    says: cueSheet(
      LEAD_IN,
      cue(1, 0, 0, 0, 0),
      cue(1, 1, 0, 2, 0),
      cue(2, 0, 0, 7, 0),
      cue(2, 1, 0, 9, 0),
      cue(3, 0, 0, 16, 0),
      cue(3, 1, 0, 18, 0),
      leadOut(22, 38),
    ),
  },
  {
    why: 'wodim takes each pause from the end of the previous track, here with CD-TEXT',
    cdb: '5d000000000000004000',
    part: 'out',
    bytes: '0100004100000000',
    says: cueSheet(
      LEAD_IN_WITH_TEXT,
      cue(1, 0, 0, 0, 0),
      cue(1, 1, 0, 2, 0),
      cue(2, 0, 0, 5, 0),
      cue(2, 1, 0, 7, 0),
      cue(3, 0, 0, 12, 0),
      cue(3, 1, 0, 14, 0),
      leadOut(18, 38),
    ),
  },
  {
    why: 'cdrskin writes no pauses',
    cdb: '5d000000000000003000',
    part: 'out',
    bytes: '0100000100000000',
    says: cueSheet(
      LEAD_IN,
      cue(1, 0, 0, 0, 0),
      cue(1, 1, 0, 2, 0),
      cue(2, 1, 0, 7, 0),
      cue(3, 1, 0, 14, 0),
      leadOut(18, 38),
    ),
  },
  {
    why: 'SEND CUE SHEET counts its bytes',
    cdb: '5d000000000000004000',
    part: 'cdb',
    says: { 'SEND CUE SHEET CDB': [{ cueSheetBytes: 64 }] },
  },
  {
    why: 'cd-info receives the answer that there is no catalogue number, and that nothing is being played',
    cdb: '42004002000000001800',
    part: 'in',
    says: {
      'READ SUB-CHANNEL (catalogue number) reply': [{ audioStatus: 0x15, dataLength: 20, format: 2, valid: false }],
    },
  },
  {
    why: 'nor an ISRC of track 2',
    cdb: '420040030000020018000000',
    part: 'in',
    says: {
      'READ SUB-CHANNEL (ISRC) reply': [{ audioStatus: 0x15, dataLength: 20, format: 3, track: 0, valid: false }],
    },
  },
  {
    why: 'cd-info requests the ISRC of track 2',
    cdb: '420040030000020018000000',
    part: 'cdb',
    says: { 'READ SUB-CHANNEL (ISRC) CDB': [{ msf: false, subQ: 1, format: 3, track: 2, allocationLength: 24 }] },
  },
  {
    why: 'cdparanoia reads 27 whole blocks without sub-channel, here from block 1048',
    cdb: 'be000000041800001bf80000',
    part: 'cdb',
    says: {
      'READ CD CDB': [
        { sectorType: 0, startLba: 1048, lengthBlocks: 27, sync: true, headers: 3, userData: true, edcAndEcc: true },
      ],
    },
  },
  {
    why: 'wodim and cdrdao leave the whole calibration to the drive',
    cdb: '54010000000000000000',
    part: 'cdb',
    says: {
      'SEND OPC INFORMATION CDB': [{ excludeOuter: false, excludeInner: false, doOpc: true, parameterListLength: 0 }],
    },
  },
  {
    why: 'wodim has the tray closed and the disc spun up',
    cdb: '1b0000000300',
    part: 'cdb',
    says: { 'START STOP UNIT CDB': [{ immediate: false, formatLayer: false, loadEject: true, start: true }] },
  },
  {
    why: 'the emulator has no serial number except "000", and two more pages of that kind',
    cdb: '12010000fc00',
    part: 'in',
    says: { 'INQUIRY (supported vital product data) reply header': [{ pageCode: 0, pageLength: 3 }] },
  },
  {
    why: 'pages in the form of the standard, forgotten at power-off',
    cdb: '55100000000000003c00',
    part: 'cdb',
    says: { 'MODE SELECT(10) CDB': [{ pageFormat: true, savePages: false, parameterListLength: 60 }] },
  },
  {
    why: 'cd-info requests the Q sub-channel',
    cdb: '42004002000000001800',
    part: 'cdb',
    says: { 'READ SUB-CHANNEL (catalogue number) CDB': [{ msf: false, subQ: 1, format: 2, track: 0 }] },
  },
  {
    why: 'after SET CD SPEED to 7056 kB/s the old field says 7056 and the greatest speed 8467',
    cdb: '5a003f0000000000a2000000',
    part: 'in',
    bytes: '00a2000000000000010a00010000000000000000053241',
    says: { 'page 2Ah': [{ maxWriteKBps: 8467, legacyCurrentWriteKBps: 7056, currentWriteKBps: 7056 }] },
  },
  {
    why: 'the fifth WRITE failed, without the place being reported',
    cdb: '2a000000006c00001b00',
    part: 'sense',
    says: { sense: [{ informationValid: false, responseCode: 0x70, key: 3, information: 0, asc: 0x0c, ascq: 0 }] },
  },
  {
    why: 'six speeds, up to the end of an 80-minute disc',
    cdb: 'ac0000000000000000060300',
    part: 'in',
    bytes: '00000064000000000000000000057e40',
    says: {
      'GET PERFORMANCE (write speeds) reply header': [{ dataLength: 100, write: false, exceptions: false }],
      'GET PERFORMANCE (write speeds) reply entry': SPEEDS.map((kBps) => ({
        rotationControl: 0,
        restoreDefaults: false,
        exact: false,
        mixedReadWrite: false,
        endLba: 360_000,
        readKBps: kBps,
        writeKBps: kBps,
      })),
    },
  },
  {
    why: 'cdrskin requests nominal read performance, 10 % tolerance',
    cdb: 'ac1000000000000000000000',
    part: 'cdb',
    says: { 'GET PERFORMANCE CDB': [{ tolerance: 2, write: false, exceptions: 0, maxDescriptors: 0, type: 0 }] },
  },
  {
    why: 'wodim requests 8467 kB/s for reading in SET CD SPEED, and the speeds that it reads here; 48x is 8467',
    cdb: '5a003f0000000000a2000000',
    part: 'in',
    bytes: '00a2000000000000010a00010000000000000000053221',
    says: {
      'page 01h': [{ readRetries: 1, writeRetries: 0, errorReportingWindowBlocks: 0, disableCorrection: false }],
      'page 0Dh': [{ inactivityTimer: 0, secondsPerMinute: 60, framesPerSecond: 75 }],
      'page 0Eh': [{ ...AUDIO_CONTROL, legacyBlocksPerSecond: 0x4b4b }],
      'page 2Ah': [
        {
          maxReadKBps: 8467,
          volumeLevels: 256,
          bufferKiB: 256,
          currentReadKBps: 8467,
          digitalOutputFormat: 0,
          maxWriteKBps: 8467,
          legacyCurrentWriteKBps: 8467,
          writeSpeeds: 6,
        },
      ],
      // The last is cut off by the allocation length.
      'page 2Ah speed': [...SPEEDS.slice(0, 5), 0].map((writeKBps) => ({ rotationControl: 0, writeKBps })),
    },
  },
  {
    why: 'the emulator claims MMC (02A0h) and names its site',
    cdb: '120000006000',
    part: 'in',
    says: {
      'INQUIRY reply': [
        {
          targetPortGroups: 0,
          mediumChanger: false,
          linkedCommands: false,
          vendorSpecific: 'cdemu.sf.net',
          clockingAndUnits: 0,
          versionDescriptors: '02a00000000000000000000000000000',
        },
      ],
    },
  },
  {
    why: 'what an emulator of a CD, DVD and BD recorder reports about itself',
    cdb: '4600000000000000e000',
    part: 'in',
    bytes: '000000dc00000009',
    says: {
      'feature 0001h': [{ physicalInterface: 2, inquiry2: false, deviceBusyEvent: false }],
      'feature 0002h': [{ operationalChangeEvent: false, asynchronous: false }],
      'feature 0003h': [
        {
          loadingMechanism: 1,
          load: false,
          eject: true,
          preventJumper: false,
          deviceBusyMedia: false,
          lock: true,
        },
      ],
      'feature 0010h': [{ blockBytes: 2048, blocking: 1, errorRecoveryPage: true }],
      'feature 001Fh': [{ multi110: true, dualLayerRw: false, dualLayerR: true }],
      'feature 0103h': [{ scan: true, separateMute: true, separateVolume: true, volumeLevels: 256 }],
      'feature 0106h': [{ cssVersion: 1 }],
      'feature 0107h': [
        {
          readBufferCapacityInBlocks: true,
          setCdSpeed: true,
          modePage2a: true,
          writeSpeedDescriptors: true,
          streamWriting: true,
        },
      ],
      // "FDC", "SDC", "TOC"
      'feature 010Ah': [
        { contentDescriptor: '46444300' },
        { contentDescriptor: '53444300' },
        { contentDescriptor: '544f4300' },
      ],
    },
  },
];
