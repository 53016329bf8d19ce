import { bit, bits, choice, concatBytes, entriesOf, late, optional, struct, u16 } from '../../codec/index.ts';
import { defineModePage, modePageHeader } from '../../scsi/mode-page.ts';
import { RotationControl } from '../commands/set-cd-speed.ts';

/** How discs are loaded (MMC-3 6.3.11). */
export const LoadingMechanism = { Caddy: 0, Tray: 1, PopUp: 2, ChangerDiscs: 4, ChangerMagazine: 5 } as const;
/** A value of the constant of the same name. */
export type LoadingMechanism = (typeof LoadingMechanism)[keyof typeof LoadingMechanism];

/**
 * The MM Capabilities and Mechanical Status mode page (MMC-3 6.3.11, legacy since): read only. wodim and cdrskin use
 * its BUF bit rather than the feature. Drives older than MMC-3 end it at byte 20 (SFF-8020), 22, 24 or 28; what such a page lacks is undefined.
 */
export const capabilitiesPage = defineModePage({
  code: 0x2a,
  name: 'MM Capabilities and Mechanical Status',
  clause: 'MMC-3 6.3.11',
  layout: struct(
    32,
    {
      readDvdRam: bit(2, 5),
      readDvdR: bit(2, 4),
      readDvdRom: bit(2, 3),
      readFixedPackets: bit(2, 2), // addressing method 2
      readCdRw: bit(2, 1),
      readCdR: bit(2, 0),
      writeDvdRam: bit(3, 5),
      writeDvdR: bit(3, 4),
      testWrite: bit(3, 2),
      writeCdRw: bit(3, 1),
      writeCdR: bit(3, 0),
      bufferUnderrunFree: bit(4, 7), // BUF
      multiSession: bit(4, 6),
      mode2Form2: bit(4, 5),
      mode2Form1: bit(4, 4),
      digitalPort2: bit(4, 3),
      digitalPort1: bit(4, 2),
      composite: bit(4, 1),
      audioPlay: bit(4, 0),
      readBarCode: bit(5, 7),
      mediaCatalogNumber: bit(5, 6), // UPC
      isrc: bit(5, 5),
      c2Pointers: bit(5, 4),
      subChannelCorrected: bit(5, 3), // R-W de-interleaved and corrected
      subChannel: bit(5, 2), // R-W supported
      cdDaStreamAccurate: bit(5, 1),
      cdDa: bit(5, 0),
      loadingMechanism: optional(choice(6, [7, 5], LoadingMechanism)),
      eject: bit(6, 3),
      preventJumper: bit(6, 2),
      locked: bit(6, 1),
      lock: bit(6, 0),
      subChannelInLeadIn: bit(7, 5),
      sideChange: bit(7, 4),
      softwareSlotSelection: bit(7, 3), // SSS
      changerDiscPresent: bit(7, 2),
      separateMute: bit(7, 1),
      separateVolume: bit(7, 0),
      maxReadKBps: optional(u16(8, 'kB/s')),
      volumeLevels: optional(u16(10)),
      bufferKiB: optional(u16(12, 'KiB')),
      currentReadKBps: optional(u16(14, 'kB/s')),
      digitalOutputFormat: optional(bits(17, [5, 1])),
      maxWriteKBps: optional(u16(18, 'kB/s')),
      legacyCurrentWriteKBps: late(optional(u16(20, 'kB/s'))), // before MMC-3
      copyManagementRevision: late(optional(u16(22))),
      rotationControl: late(optional(choice(27, [1, 0], RotationControl))),
      currentWriteKBps: late(optional(u16(28, 'kB/s'))),
      writeSpeeds: late(optional(u16(30))), // how many descriptors follow; see writeSpeedsOf
    },
    { minimumBytes: 20 },
  ),
});

/** MMC-3 6.3.11. */
export const writeSpeedEntry = struct(4, {
  rotationControl: optional(choice(1, [1, 0], RotationControl)),
  writeKBps: u16(2, 'kB/s'),
});

/** A write speed that the drive offers. */
export interface WriteSpeed {
  readonly rotationControl: RotationControl;
  readonly writeKBps: number;
}

const speeds = entriesOf(writeSpeedEntry);

/** The write speeds after the fixed part of page 2Ah, as many as are announced and present. */
export function writeSpeedsOf(page: Uint8Array): WriteSpeed[] {
  const { writeSpeeds } = capabilitiesPage.decode(page);
  return speeds
    .decode(page.subarray(32, 32 + 4 * (writeSpeeds ?? 0)))
    .map(({ rotationControl, writeKBps }) => ({ rotationControl, writeKBps }));
}

/** Page 2Ah with its write speeds; their number and the page's length are filled in. */
export function encodeCapabilities(
  values: Parameters<typeof capabilitiesPage.encode>[0],
  writeSpeeds: readonly WriteSpeed[],
): Uint8Array<ArrayBuffer> {
  const whole = concatBytes([
    capabilitiesPage.encode({ ...values, writeSpeeds: writeSpeeds.length }),
    speeds.encode(writeSpeeds),
  ]);
  return modePageHeader.patch(whole, { pageLength: whole.length - 2 });
}
