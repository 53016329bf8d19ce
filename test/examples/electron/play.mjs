// Runs examples/electron with electron.cjs in place of Electron, as a user would, and prints what happened as JSON.
// It runs in a folder with main.mjs, preload.cjs and node_modules: play.mjs FILE LONG_FILE
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [short, long] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), 'play.mjs'));
const { app, seen } = require('electron');
const out = {};

await import(pathToFileURL(join(process.cwd(), 'main.mjs')).href);
seen.ready();
await new Promise(setImmediate);
require('./preload.cjs');
const { burner } = seen.exposed;
const [window] = seen.windows;
out.window = { ...window.options.webPreferences, file: window.file };
out.opens = window.opens({ url: 'https://example.com' });
let prevented = 0;
window.webContents.emit('will-navigate', { preventDefault: () => prevented++ });
out.navigationsPrevented = prevented;
out.exposed = Object.keys(burner);

const steps = [];
/** Called with each step of a burn. */
let during = () => {};
burner.onProgress((step) => {
  steps.push(step);
  out.awakeDuringBurn ??= [...seen.awake];
  during(step);
});
const reasonOf = (work) =>
  work.then(
    (value) => `no error: ${value}`,
    ({ message }) => message,
  );

out.drives = await burner.drives();
out.noFiles = await reasonOf(burner.burn('sim:'));
out.chosenNone = await burner.choose();
seen.chooses = [short, short];
out.chosen = await burner.choose();
out.burned = await burner.burn('sim:');
out.phases = [...new Set(steps.map(({ phase }) => phase))];
out.awakeAfterwards = [...seen.awake];
out.otherDrive = await reasonOf(burner.burn('/dev/null'));
out.otherFrame = await reasonOf(seen.handlers.get('burn')({ senderFrame: {} }, 'sim:'));

seen.chooses = [long];
await burner.choose();
const once = (action) => {
  during = (step) => {
    if (step.phase !== 'writing') return;
    during = () => {};
    action();
  };
};
once(() => void burner.cancel());
out.cancelled = await burner.burn('sim:');
let second;
once(() => {
  second = reasonOf(burner.burn('sim:'));
});
out.first = await burner.burn('sim:');
out.second = await second;

once(() => window.close());
out.keptBurning = await burner.burn('sim:');
out.closedAfterKeeping = window.isDestroyed();

seen.answers = () => 1;
once(() => window.close());
out.closing = await burner.burn('sim:');
await new Promise(setImmediate);
out.closed = window.isDestroyed();
out.quits = seen.quits;
out.dialogs = seen.dialogs.map(({ buttons }) => buttons);

// The window is gone: nothing tells how far it is.
const quitting = reasonOf(burner.burn('sim:'));
while (seen.awake.size === 0) await new Promise(setImmediate);
app.quit();
out.quitting = await quitting;
await new Promise(setImmediate);
out.quitsAfterwards = seen.quits;
process.stdout.write(JSON.stringify(out));
