import { join } from 'node:path';
import { Drive } from '../../src/drive/drive.ts';
import { Disc, openSimulatedDrive, SimulatedDrive } from '../../src/simulator/index.ts';
import { openTraceFile, RecordingTransport } from '../../src/trace/index.ts';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeTransportContract } from './contract.ts';
import { recordingOf } from './recorded.ts';

const folder = temporaryFolder();

/** `DISCWRIGHT_RECORD=1` records the fixtures for replay.test.ts again. */
const recording = process.env['DISCWRIGHT_RECORD'] === '1';
const KEPT_BYTES = 16_384;

function recorded(drive: ScsiTransport, scenario: string): ScsiTransport {
  const file = openTraceFile(recordingOf(scenario), { overwrite: true });
  // Without the date of the recording: the same answers make the same file.
  const write = (line: string) => file.write(line.replace(/,"startedAt":"[^"]*"/, ''));
  return new RecordingTransport(drive, write, { readDataLimitBytes: KEPT_BYTES, onClosed: () => file.close() });
}

describeTransportContract('a simulated drive', (scenario) => {
  const drive = new SimulatedDrive();
  return recording ? recorded(drive, scenario) : drive;
});

describeTransportContract('a simulated drive with a saved disc', (scenario) =>
  openSimulatedDrive(join(folder, `${scenario}.disc`)),
);

describeTransportContract('a simulated drive through a recording', () => {
  return new RecordingTransport(new SimulatedDrive(), () => {});
});

const NOT_BLANK = 'it contains nothing that can be written';

describeTransportContract('a simulated drive without a disc', () => new SimulatedDrive({ disc: undefined }), {
  timeOut: NOT_BLANK,
  burning: NOT_BLANK,
});

const burned = Disc.blank();
await drainGenerator(
  burnAudio(new Drive(new SimulatedDrive({ disc: burned })), [blocksOfNoise(300), blocksOfNoise(310, 2)]),
);
describeTransportContract('a simulated drive with a recorded disc', () => new SimulatedDrive({ disc: burned }), {
  timeOut: NOT_BLANK,
  burning: NOT_BLANK,
});
