import { Drive } from '../../src/drive/drive.ts';
import { DiscRecorder2, HResult, hresultNameOf, ImapiError, TrackAtOnce } from '../../src/imapi2/index.ts';
import { type Disc, SimulatedDrive, type SimulatedDriveOptions } from '../../src/simulator/index.ts';
import { asCd } from '../support/cd.ts';
import { noise } from '../support/sources.ts';
import { type Tamper, TamperedTransport } from '../support/tampered-transport.ts';

export const SECTOR_BYTES = 2_352;

/** The given number of sectors of noise. */
export const audio = (sectors: number, seed = 1): Uint8Array => noise(sectors * SECTOR_BYTES, seed);

export interface Rig {
  readonly simulated: SimulatedDrive;
  readonly transport: TamperedTransport;
  readonly drive: Drive;
  readonly recorder: DiscRecorder2;
}

/** A recorder on a simulated drive. A test sees the drive's commands and can change its answers. */
export async function rig(options: SimulatedDriveOptions = {}, tamper?: Tamper): Promise<Rig> {
  const simulated = new SimulatedDrive(options);
  const transport = new TamperedTransport(simulated, tamper);
  const drive = new Drive(transport);
  const recorder = new DiscRecorder2(async () => drive);
  await recorder.initializeDiscRecorder('sim:');
  return { simulated, transport, drive, recorder };
}

/** Writers that a test left prepared: as garbage they would warn. */
const writers: TrackAtOnce[] = [];

/** A writer whose recorder and client name are set. */
export function writerOn(recorder: DiscRecorder2, clientName = 'a test'): TrackAtOnce {
  const writer = new TrackAtOnce();
  writers.push(writer);
  writer.recorder = recorder;
  writer.clientName = clientName;
  return writer;
}

/** A disc that another writer has burned one track onto. */
export async function writtenDisc({ leaveOpen = false } = {}): Promise<Disc> {
  const { recorder, simulated } = await rig();
  const writer = writerOn(recorder);
  writer.doNotFinalizeMedia = leaveOpen;
  await writer.prepareMedia();
  await writer.addAudioTrack(audio(300, 9));
  await writer.releaseMedia();
  const disc = await simulated.removeDisc();
  if (disc === undefined) throw new Error('there was a disc');
  return asCd(disc);
}

/** The name of the HRESULT that the call results in: S_OK, or what it throws or rejects with. */
export async function resultOf(call: () => unknown): Promise<string> {
  try {
    const value = await call();
    return typeof value === 'number' && value >= HResult.S_IMAPI_SPEEDADJUSTED
      ? (hresultNameOf(value) ?? 'S_OK')
      : 'S_OK';
  } catch (error) {
    if (error instanceof ImapiError) return error.hresultName;
    throw error;
  }
}

/** The same for a synchronous member. */
export function resultNow(call: () => unknown): string {
  try {
    call();
    return 'S_OK';
  } catch (error) {
    if (error instanceof ImapiError) return error.hresultName;
    throw error;
  }
}
