// All that the page can do. A sandboxed preload script is CommonJS.
const { contextBridge, ipcRenderer } = require('electron');

const ask = async (name, ...args) => {
  const { value, error } = await ipcRenderer.invoke(name, ...args);
  if (error !== undefined) throw new Error(error);
  return value;
};

contextBridge.exposeInMainWorld('burner', {
  drives: () => ask('drives'),
  choose: () => ask('choose'),
  burn: (device) => ask('burn', device),
  cancel: () => ask('cancel'),
  // The event is not passed on: the page could send anything with it.
  onProgress(listener) {
    ipcRenderer.on('progress', (_event, step) => listener(step));
  },
});
