// Reads a disc's table of contents with single SCSI commands, and prints a command as the drive receives it.
//   node examples/read-toc.mjs [DEVICE]     without a device: a simulated drive, in which a disc is burned first
import { burnAudio, openDrive, pcmTrackFromBytes } from 'discwright';
import { describeCdb, formatMsf, inquiry, msfOfLba, readToc, toHex } from 'discwright/mmc';

const [device] = process.argv.slice(2);
const drive = await openDrive(device ?? 'sim:');
try {
  if (device === undefined) await burnAudio(drive, [silence('one', 8), silence('two', 5)]);

  const { vendor, product } = await drive.execute(inquiry({ allocationLength: 36 }));
  console.log(`${vendor.trim()} ${product.trim()}`);

  const command = readToc({ allocationLength: 804 });
  console.log(`${command.spec.name}: ${toHex(command.cdb)}`);
  for (const { name, text } of describeCdb(command.spec, command.cdb)) console.log(`  ${name} ${text}`);
  const { entries } = await drive.execute(command);
  for (const { track, startLba } of entries)
    console.log(
      `${track === 0xaa ? 'lead-out' : `track ${track}`} at ${formatMsf(msfOfLba(startLba))} (LBA ${startLba})`,
    );
} finally {
  await drive.close();
}

function silence(name, seconds) {
  return pcmTrackFromBytes(new Uint8Array(seconds * 176_400), { name });
}
