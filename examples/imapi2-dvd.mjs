// A folder on a DVD+R as ISO 9660, Joliet and UDF 1.02, in the shape of the PowerShell scripts that burn with IMAPI2. Run once more, with
// the same DEVICE, it adds the folder to what is on the disc.
//   node examples/imapi2-dvd.mjs [FOLDER] [--device DEVICE]     without them: this folder, and a simulated drive with a blank DVD+R
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  DiscFormat2Data,
  DiscMaster2,
  DiscRecorder2,
  FileSystemImage,
  FsiFileSystems,
  IMAPI_BURN_VERIFICATION_LEVEL as Level,
  IMAPI_MEDIA_PHYSICAL_TYPE as MediaType,
} from 'discwright/imapi2';

const { values, positionals } = parseArgs({ options: { device: { type: 'string' } }, allowPositionals: true });
const [folder = import.meta.dirname] = positionals;
const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;

// $discMaster = New-Object -ComObject IMAPI2.MsftDiscMaster2
const discMaster = new DiscMaster2();
if (values.device === undefined) console.log(`${await discMaster.count} real drives; a simulated one is used.`);
// $recorder = New-Object -ComObject IMAPI2.MsftDiscRecorder2; $recorder.InitializeDiscRecorder($discMaster[0])
const recorder = new DiscRecorder2();
await recorder.initializeDiscRecorder(values.device ?? 'sim:?medium=DVD%2BR');

// $data = New-Object -ComObject IMAPI2.MsftDiscFormat2Data
const data = new DiscFormat2Data();
data.recorder = recorder;
data.clientName = 'PowerShell Burner';
data.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
// Otherwise a DVD+R is closed, and nothing can be added to it.
data.disableConsumerDvdCompatibilityMode = true;
if (!(await data.isCurrentMediaSupported(recorder))) throw new Error('Insert a disc that can be written.');
const type = await data.currentPhysicalMediaType;
console.log(Object.keys(MediaType).find((name) => MediaType[name] === type));

// $image = New-Object -ComObject IMAPI2FS.MsftFileSystemImage
const image = new FileSystemImage();
await image.chooseImageDefaults(recorder);
image.fileSystemsToCreate = ISO + JOLIET + UDF;
image.udfRevision = 0x102;
image.volumeName = 'DATA';
if (!(await data.mediaHeuristicallyBlank)) {
  image.multisessionInterfaces = data.multisessionInterfaces;
  await image.importFileSystem();
}
const name = basename(resolve(folder));
if (image.exists(name) !== 0) image.root.removeTree(name); // what is on the disc has an older one
await image.root.addTree(folder, true);

// $result = $image.CreateResultImage(); $data.Write($result.ImageStream)
const { imageStream, totalBlocks } = await image.createResultImage();
console.log(`${image.fileCount} files, ${totalBlocks} blocks from LBA ${image.sessionStartBlock}`);
data.on('update', (_data, { elapsedTime, totalTime, currentAction }) => {
  if (currentAction === 4) console.log(`${elapsedTime} of about ${totalTime} s`);
});
await data.write(imageStream);

// $recorder.EjectMedia()
const found = await image.identifyFileSystemsOnDisc(recorder);
console.log(
  `On the disc: ${Object.keys(FsiFileSystems)
    .filter((each) => found & FsiFileSystems[each])
    .join(', ')}`,
);
console.log(`${await data.freeSectorsOnMedia} sectors are free.`);
await recorder.ejectMedia();
await recorder.close();
