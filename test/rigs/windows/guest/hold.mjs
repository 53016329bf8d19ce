// Holds D: until a file appears, as another program would: `share`, with a handle that does not allow sharing; `lock`, with
// IOCTL_CDROM_EXCLUSIVE_ACCESS. node hold.mjs share|lock FILE
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { openDrive } from 'discwright';

const GENERIC_READ_WRITE = 0xc0000000;
const OPEN_EXISTING = 3;
const LOOK_EVERY_MS = 50;

function openUnshared() {
  const { CreateFileW, CloseHandle } = createRequire(import.meta.url)('ffi-napi').Library('kernel32', {
    CreateFileW: ['int64', ['pointer', 'uint32', 'uint32', 'pointer', 'uint32', 'uint32', 'pointer']],
    CloseHandle: ['int', ['int64']],
  });
  const handle = CreateFileW(
    Buffer.from('\\\\.\\D:\0', 'utf16le'),
    GENERIC_READ_WRITE,
    0,
    null,
    OPEN_EXISTING,
    0,
    null,
  );
  if (Number(handle) === -1) throw new Error('CreateFileW failed');
  return () => CloseHandle(handle);
}

async function openLocked() {
  const drive = await openDrive('D:');
  await drive.exclusive('Other burner 2.0');
  return () => drive.close();
}

const [how, file] = process.argv.slice(2);
const close = how === 'share' ? openUnshared() : await openLocked();
console.log('holding');
while (!existsSync(file)) await pause(LOOK_EVERY_MS);
await close();
