import { RotationControl } from '../../mmc/commands/set-cd-speed.ts';
import { capabilitiesPage, encodeCapabilities, LoadingMechanism } from '../../mmc/mode-pages/capabilities.ts';
import { declarePage, type PageSource } from './page-declaration.ts';

/** Of a drive that reads and writes DVD; the page has nothing for BD. */
const DVD = { readDvdRom: true, readDvdR: true, readDvdRam: true, writeDvdR: true, writeDvdRam: true } as const;

/** Two bytes hold no more than 14.6x of BD: 16x has 71,936. GET PERFORMANCE says it. */
const inPage = (KBps: number): number => Math.min(0xffff, KBps);

/** Page 2Ah of a CD recorder: what the drive can do; read only, with the current speeds and lock state. */
export const capabilities = (source: PageSource) => capabilitiesOf(source, {});

/** The same of a drive that writes DVD too. */
export const dvdCapabilities = (source: PageSource) => capabilitiesOf(source, DVD);

function capabilitiesOf({ speeds, bufferBytes, tray }: PageSource, others: Partial<typeof DVD>) {
  const fastestRead = () => inPage(speeds.toKBps(Math.max(...speeds.readSpeeds)));
  const fastestWrite = () => inPage(speeds.toKBps(Math.max(...speeds.writeSpeeds)));
  const rotationControl = speeds.writeRotation === 'cav' ? RotationControl.Cav : RotationControl.Clv;
  const descriptors = () =>
    speeds.writeSpeeds.toReversed().map((speed) => ({ rotationControl, writeKBps: inPage(speeds.toKBps(speed)) }));
  return declarePage({
    page: capabilitiesPage,
    encode: (values) => encodeCapabilities(values, descriptors()),
    reencoded: true,
    defaults: {
      ...others,
      readCdR: true,
      readCdRw: true,
      writeCdR: true,
      writeCdRw: true,
      testWrite: true,
      bufferUnderrunFree: true,
      multiSession: true,
      mode2Form1: true,
      mediaCatalogNumber: true,
      isrc: true,
      c2Pointers: true,
      subChannel: true,
      cdDaStreamAccurate: true,
      cdDa: true,
      loadingMechanism: LoadingMechanism.Tray,
      eject: true,
      lock: true,
      maxReadKBps: fastestRead(),
      bufferKiB: Math.floor(bufferBytes / 1_024),
      currentReadKBps: fastestRead(),
      maxWriteKBps: fastestWrite(),
      legacyCurrentWriteKBps: fastestWrite(),
      copyManagementRevision: 1,
      currentWriteKBps: fastestWrite(),
    },
    changeable: [],
    live: () => ({
      locked: tray.locked,
      maxReadKBps: fastestRead(),
      currentReadKBps: inPage(speeds.toKBps(speeds.read)),
      maxWriteKBps: fastestWrite(),
      legacyCurrentWriteKBps: inPage(speeds.toKBps(speeds.write)),
      currentWriteKBps: inPage(speeds.toKBps(speeds.write)),
    }),
  });
}
