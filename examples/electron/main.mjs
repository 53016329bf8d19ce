// An Electron application that burns an audio CD. The main process: only it uses drives and files. The page asks by IPC.
import { basename, join } from 'node:path';
import { burnAudio, listDrives, openAudioFile, openDrive, releaseDrivesAtExit } from 'discwright';
import { app, BrowserWindow, dialog, ipcMain, powerSaveBlocker } from 'electron';

releaseDrivesAtExit(); // also if the application crashes

const SIMULATED = 'sim:';
let window;
let devices = [SIMULATED];
let files = [];
/** The burn that is under way: how to stop it, and when the drive is released. */
let burning;

/** What the page may ask for. It names neither files nor drives but those that it was given. */
const handlers = {
  async drives() {
    devices = [...(await listDrives()).map(({ path }) => path), SIMULATED];
    return devices;
  },
  async choose() {
    const filters = [{ name: 'Audio', extensions: ['wav', 'flac', 'mp3', 'ogg', 'opus'] }];
    const chosen = await dialog.showOpenDialog(window, { properties: ['openFile', 'multiSelections'], filters });
    if (!chosen.canceled) files = chosen.filePaths;
    return files.map((path) => basename(path));
  },
  async burn(device) {
    if (burning !== undefined || !devices.includes(device)) throw new Error('There is no such drive, or it is in use');
    const stop = new AbortController();
    const ended = burn(device, files, stop.signal).finally(() => {
      burning = undefined;
    });
    burning = { stop, ended: ended.catch(() => {}) };
    return ended;
  },
  async cancel() {
    burning?.stop.abort();
  },
};

async function burn(device, paths, signal) {
  const awake = powerSaveBlocker.start('prevent-app-suspension');
  try {
    const tracks = await Promise.all(paths.map((path) => openAudioFile(path)));
    const drive = await openDrive(device);
    try {
      const work = burnAudio(drive, tracks, { signal });
      for await (const { phase, track, writtenBlocks, lengthBlocks, warning } of work) {
        if (!window.isDestroyed())
          window.webContents.send('progress', { phase, track, writtenBlocks, lengthBlocks, warning });
      }
      const { disc, cancelled, warnings } = await work;
      return [`${cancelled ? 'Cancelled' : 'Burned'}: the disc is ${disc.status}.`, ...warnings].join('\n');
    } finally {
      await drive.close();
    }
  } catch (error) {
    throw error === signal.reason ? new Error('Cancelled: nothing was written.') : error;
  } finally {
    powerSaveBlocker.stop(awake);
  }
}

// Of an error that leaves a handler, Electron passes on the message alone, with its own words around it.
for (const [name, handler] of Object.entries(handlers)) {
  ipcMain.handle(name, async (event, ...args) => {
    if (event.senderFrame !== window.webContents.mainFrame) throw new Error('not the page of this application');
    return handler(...args).then(
      (value) => ({ value }),
      (error) => ({ error: error.message }),
    );
  });
}

async function stopBurning() {
  burning?.stop.abort();
  await burning?.ended;
}

/** A burn that was stopped still closes the disc: the window waits for it. */
async function askBeforeClosing(event) {
  if (burning === undefined) return;
  event.preventDefault();
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'A disc is being burned.',
    detail: 'If you cancel, the disc has only what was written so far. Closing it takes a minute or two.',
    buttons: ['Keep burning', 'Cancel the burn and close'],
    cancelId: 0,
  });
  if (response === 0) return;
  await stopBurning();
  window.close();
}

app.on('web-contents-created', (_event, contents) => {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
});
app.on('window-all-closed', () => app.quit());
app.on('will-quit', (event) => {
  if (burning === undefined) return;
  event.preventDefault();
  stopBurning().then(() => app.quit());
});

// Not `await app.whenReady()`: Electron is ready only when this module has ended.
app.whenReady().then(() => {
  const preload = join(import.meta.dirname, 'preload.cjs');
  window = new BrowserWindow({
    width: 520,
    height: 420,
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
  });
  window.on('close', askBeforeClosing);
  return window.loadFile(join(import.meta.dirname, 'index.html'));
});
