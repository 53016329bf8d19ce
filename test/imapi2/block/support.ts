import { Drive } from '../../../src/drive/drive.ts';
import { DiscFormat2Data, DiscRecorder2 } from '../../../src/imapi2/index.ts';
import { driveBlocks } from '../../../src/read/drive-blocks.ts';
import { openSimulatedDrive, type SimulatedDrive } from '../../../src/simulator/index.ts';
import { noise } from '../../support/sources.ts';
import { TamperedTransport } from '../../support/tampered-transport.ts';

export const SECTOR = 2_048;

/** The given number of sectors of noise. */
export const image = (sectors: number, seed = 3): Uint8Array => noise(sectors * SECTOR, seed);

export interface BlockRig {
  readonly simulated: SimulatedDrive;
  readonly transport: TamperedTransport;
  readonly drive: Drive;
  readonly recorder: DiscRecorder2;
  readonly writer: DiscFormat2Data;
}

/** A recorder and a writer of data on a simulated drive with a new disc of that kind. */
export async function blockRig(medium: string): Promise<BlockRig> {
  const simulated = await openSimulatedDrive(`?medium=${encodeURIComponent(medium)}`);
  const transport = new TamperedTransport(simulated);
  const drive = new Drive(transport);
  const recorder = new DiscRecorder2();
  await recorder.initializeDiscRecorder(drive);
  return { simulated, transport, drive, recorder, writer: writerOf(recorder) };
}

export function writerOf(recorder: DiscRecorder2): DiscFormat2Data {
  const writer = new DiscFormat2Data();
  writer.recorder = recorder;
  writer.clientName = 'a data burner';
  return writer;
}

export const sectorsAt = (drive: Drive, lba: number, count: number): Promise<Uint8Array> =>
  driveBlocks(drive).readBlocks(lba, count);

export function readerOf(bytes: Uint8Array) {
  let at = 0;
  return {
    async read(target: Uint8Array) {
      const part = bytes.subarray(at, at + target.length);
      target.set(part);
      at += part.length;
      return part.length;
    },
    async close() {},
  };
}
