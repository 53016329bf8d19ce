// The page. It has no Node and no Electron, only what preload.cjs exposes.
const api = window.burner;
const at = (id) => document.getElementById(id);
let names = [];

function show(state, burning = false) {
  at('state').textContent = state;
  at('cancel').disabled = !burning;
  at('device').disabled = at('choose').disabled = burning;
  at('burn').disabled = burning || names.length === 0;
}

/** Runs what a button does. What failed is said in the main process's words. */
const on = (id, work) => at(id).addEventListener('click', () => work().catch(({ message }) => show(message)));

on('choose', async () => {
  names = await api.choose();
  at('files').replaceChildren(
    ...names.map((name) => Object.assign(document.createElement('li'), { textContent: name })),
  );
  show('');
});

on('burn', async () => {
  at('progress').value = 0;
  show('Starting', true);
  show(await api.burn(at('device').value));
});

on('cancel', async () => {
  at('cancel').disabled = true;
  await api.cancel();
});

api.onProgress(({ phase, track, writtenBlocks = 0, lengthBlocks = 0 }) => {
  at('state').textContent = track === undefined ? phase : `${phase}, track ${track}`;
  if (lengthBlocks > 0) at('progress').value = writtenBlocks / lengthBlocks;
});

api.drives().then(
  (devices) => at('device').replaceChildren(...devices.map((device) => new Option(device))),
  ({ message }) => show(message),
);
