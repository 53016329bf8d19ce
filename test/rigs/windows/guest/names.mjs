// Opens a drive by each of these names and sends it INQUIRY. node names.mjs NAME...
import { openDrive } from 'discwright';
import { inquiry } from 'discwright/mmc';

async function ask(name) {
  let drive;
  try {
    drive = await openDrive(name);
    const { vendor, product } = await drive.execute(inquiry({ allocationLength: 36 }));
    return { vendor, product, maxTransferBytes: drive.transport.maxTransferBytes };
  } catch (error) {
    return { error: error.name, kind: error.kind, message: error.message };
  } finally {
    await drive?.close();
  }
}

const answers = {};
for (const name of process.argv.slice(2)) answers[name] = await ask(name);
console.log(JSON.stringify(answers));
