// What examples/electron uses of Electron, in one process: the main process and the page send each other copies of plain data.
const { EventEmitter } = require('node:events');

const handlers = new Map();
const listeners = new EventEmitter();
const frame = {};
let ready;
const whenReady = new Promise((resolve) => {
  ready = resolve;
});

/** Whether a listener prevents what an event is about. */
function prevented(emit) {
  let asked = false;
  emit({
    preventDefault() {
      asked = true;
    },
  });
  return asked;
}

/** What the test sees and decides. */
exports.seen = {
  /** Electron is ready only once the main module has ended. */
  ready,
  frame,
  windows: [],
  exposed: {},
  dialogs: [],
  /** What the user answers: paths of files, and the number of a button. */
  chooses: undefined,
  answers: () => 0,
  awake: new Set(),
  quits: 0,
  handlers,
};

exports.app = Object.assign(new EventEmitter(), {
  whenReady: () => whenReady,
  quit() {
    if (!prevented((event) => exports.app.emit('will-quit', event))) exports.seen.quits++;
  },
});

exports.BrowserWindow = class extends EventEmitter {
  #closed = false;

  constructor(options) {
    super();
    this.options = options;
    this.webContents = Object.assign(new EventEmitter(), {
      mainFrame: frame,
      setWindowOpenHandler: (handler) => {
        this.opens = handler;
      },
      send: (channel, ...args) => void listeners.emit(channel, {}, ...structuredClone(args)),
    });
    exports.seen.windows.push(this);
    exports.app.emit('web-contents-created', {}, this.webContents);
  }

  async loadFile(path) {
    this.file = path;
  }

  isDestroyed() {
    return this.#closed;
  }

  close() {
    if (prevented((event) => this.emit('close', event)) || this.#closed) return;
    this.#closed = true;
    exports.app.emit('window-all-closed');
  }
};

exports.dialog = {
  async showOpenDialog() {
    const { chooses } = exports.seen;
    return { canceled: chooses === undefined, filePaths: chooses ?? [] };
  },
  async showMessageBox(_window, options) {
    exports.seen.dialogs.push(options);
    return { response: await exports.seen.answers() };
  },
};

exports.powerSaveBlocker = {
  start(kind) {
    exports.seen.awake.add(kind);
    return kind;
  },
  stop: (id) => void exports.seen.awake.delete(id),
};

exports.ipcMain = { handle: (channel, handler) => void handlers.set(channel, handler) };

exports.ipcRenderer = {
  invoke: async (channel, ...args) =>
    structuredClone(await handlers.get(channel)({ senderFrame: frame }, ...structuredClone(args))),
  on: (channel, listener) => void listeners.on(channel, listener),
};

exports.contextBridge = {
  exposeInMainWorld(name, api) {
    exports.seen.exposed[name] = api;
  },
};
