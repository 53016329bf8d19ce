// Changes the Write Parameters page of D: and prints its bytes before and after, as the drive returns them, and the changeable mask.
import { openDrive } from 'discwright';
import { MultiSession, PageControl, TrackMode, WriteType, writeParametersPage } from 'discwright/mmc';

const hex = ({ bytes }) => Buffer.from(bytes).toString('hex');
const drive = await openDrive('D:');
try {
  const before = await drive.modePage(writeParametersPage);
  const changeable = await drive.modePage(writeParametersPage, PageControl.Changeable);
  const after = await drive.changeModePage(writeParametersPage, {
    writeType: WriteType.TrackAtOnce,
    multiSession: MultiSession.NextSessionAllowed,
    trackMode: TrackMode.AudioCopyPermitted,
    testWrite: true,
    audioPauseBlocks: 300,
  });
  console.log(JSON.stringify({ before: hex(before), changeable: hex(changeable), after: hex(after) }));
} finally {
  await drive.close();
}
