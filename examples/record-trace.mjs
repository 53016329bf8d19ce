// Records every exchange with a drive while the disc is examined, and prints the recording.
//   node examples/record-trace.mjs [DEVICE]     without a device: a simulated drive with a blank CD-R, in memory
import { discStateInWords, openDrive, readDiscState } from 'discwright';
import { describeExchange, parseTrace, RecordingTransport } from 'discwright/trace';

const [device = 'sim:'] = process.argv.slice(2);
const lines = []; // `recordToFile` writes them to a file, which `replay:FILE` opens as a drive
const drive = await openDrive(device, {
  wrap: (transport) => new RecordingTransport(transport, (line) => lines.push(line)),
});
try {
  console.log(discStateInWords(await readDiscState(drive)));
} finally {
  await drive.close();
}
for (const entry of parseTrace(`${lines.join('\n')}\n`).entries) console.log(describeExchange(entry));
