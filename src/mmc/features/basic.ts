import { allLate, bit, choice, late, named, optional, struct, text, u8, u16, u32 } from '../../codec/index.ts';
import { LoadingMechanism } from '../mode-pages/capabilities.ts';
import { defineFeature } from './define-feature.ts';

/** How the drive is attached, as far as it knows: there may be a bridge in between (MMC-6 5.3.2). */
export const PhysicalInterface = {
  Unspecified: 0,
  Scsi: 1,
  Atapi: 2,
  Ieee1394: 3,
  Ieee1394A: 4,
  FibreChannel: 5,
  Ieee1394B: 6,
  SerialAtapi: 7,
  Usb: 8,
} as const;

/** The Core feature (MMC-6 5.3.2). */
export const coreFeature = defineFeature({
  code: 0x0001,
  name: 'Core',
  clause: 'MMC-6 5.3.2',
  layout: struct(
    8,
    {
      physicalInterface: named(u32(0), PhysicalInterface, 'unknown'), // or a vendor's own
      inquiry2: late(bit(4, 1)), // INQ2
      deviceBusyEvent: late(bit(4, 0)), // DBE
    },
    { minimumBytes: 4 },
  ),
});

/** The Morphing feature (MMC-6 5.3.3). */
export const morphingFeature = defineFeature({
  code: 0x0002,
  name: 'Morphing',
  clause: 'MMC-6 5.3.3',
  layout: struct(4, { operationalChangeEvent: bit(0, 1), asynchronous: bit(0, 0) }),
});

/** The Removable Medium feature (MMC-6 5.3.4). */
export const removableMediumFeature = defineFeature({
  code: 0x0003,
  name: 'Removable Medium',
  clause: 'MMC-6 5.3.4',
  layout: struct(4, {
    loadingMechanism: choice(0, [7, 5], LoadingMechanism),
    load: bit(0, 4), // loads by START STOP UNIT
    eject: bit(0, 3),
    preventJumper: bit(0, 2),
    deviceBusyMedia: bit(0, 1), // DBML
    lock: bit(0, 0),
  }),
});

/** The Write Protect feature (MMC-6 5.3.5). */
export const writeProtectFeature = defineFeature({
  code: 0x0004,
  name: 'Write Protect',
  clause: 'MMC-6 5.3.5',
  layout: struct(4, {
    discWriteProtectPac: bit(0, 3), // DWP
    writeInhibitDcb: bit(0, 2), // WDCB
    persistentWriteProtect: bit(0, 1), // SPWP
    softwareWriteProtect: bit(0, 0), // SSWPP
  }),
});

const blocking = {
  blockBytes: u32(0, 'bytes'),
  blocking: u16(4, 'blocks'), // blocks of one readable unit; 0 on CD
  errorRecoveryPage: bit(6, 0), // PP: the drive has mode page 01h
};

/** The Random Readable feature (MMC-6 5.3.6). */
export const randomReadableFeature = defineFeature({
  code: 0x0010,
  name: 'Random Readable',
  clause: 'MMC-6 5.3.6',
  layout: struct(8, blocking),
});

/** The Power Management feature (MMC-6 5.3). */
export const powerManagementFeature = { code: 0x0100, name: 'Power Management', clause: 'MMC-6 5.3' } as const;

/** The Embedded Changer feature (MMC-6 5.3). */
export const embeddedChangerFeature = defineFeature({
  code: 0x0102,
  name: 'Embedded Changer',
  clause: 'MMC-6 5.3',
  layout: struct(4, { sideChange: bit(0, 4), discPresent: bit(0, 2), highestSlot: optional(u8(3)) }),
});

/** The Microcode Upgrade feature (MMC-6 5.3). */
export const microcodeUpgradeFeature = defineFeature({
  code: 0x0104,
  name: 'Microcode Upgrade',
  clause: 'MMC-6 5.3',
  layout: struct(4, { modeM5: bit(0, 0) }),
});

/** The Timeout feature (MMC-6 5.3). */
export const timeoutFeature = defineFeature({
  code: 0x0105,
  name: 'Timeout',
  clause: 'MMC-6 5.3',
  layout: struct(4, allLate({ group3: bit(0, 0), unitLengthBlocks: optional(u16(2, 'blocks')) }), { minimumBytes: 0 }),
});

/** The Real Time Streaming feature (MMC-6 5.3). */
export const realTimeStreamingFeature = defineFeature({
  code: 0x0107,
  name: 'Real Time Streaming',
  clause: 'MMC-6 5.3',
  layout: struct(
    4,
    allLate({
      readBufferCapacityInBlocks: bit(0, 4), // RBCB
      setCdSpeed: bit(0, 3), // SCS
      modePage2a: bit(0, 2), // MP2A: page 2Ah with write speed descriptors
      writeSpeedDescriptors: bit(0, 1), // WSPD: GET PERFORMANCE type 03h
      streamWriting: bit(0, 0), // SW
    }),
    { minimumBytes: 0 },
  ),
});

/** As many characters as the descriptor has. */
const serialNumber = {
  decode: (source: Uint8Array) => ({ serialNumber: text(0, source.length).decode(source).trim() }),
  encode: (value: { readonly serialNumber: string }) => {
    // SPC pads to a multiple of four bytes.
    const length = Math.ceil(value.serialNumber.length / 4) * 4;
    return struct(length, { serialNumber: text(0, length) }).encode(value);
  },
  describe: (source: Uint8Array) => [{ name: 'serialNumber', text: `"${serialNumber.decode(source).serialNumber}"` }],
};

/** The Drive Serial Number feature (MMC-6 5.3). */
export const driveSerialNumberFeature = defineFeature({
  code: 0x0108,
  name: 'Drive Serial Number',
  clause: 'MMC-6 5.3',
  layout: serialNumber,
});

/** When the firmware was made, in GMT (MMC-6 5.3). */
export const firmwareInformationFeature = defineFeature({
  code: 0x010c,
  name: 'Firmware Information',
  clause: 'MMC-6 5.3',
  layout: struct(16, {
    century: text(0, 2),
    year: text(2, 2),
    month: text(4, 2),
    day: text(6, 2),
    hour: text(8, 2),
    minute: text(10, 2),
    second: text(12, 2),
  }),
});
