import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';

/** Debian's `wine` is a script that looks for a 32-bit Wine first. */
const LOADER = ['/usr/lib/wine/wine64', '/usr/bin/wine64'].find(existsSync) ?? 'wine';
const LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 20;
/** How long the server stays after its last program has ended, in case the rig is killed. */
const KEEP_SERVER_SECONDS = 60;

const wineEnvironment = (prefix) => {
  const { DISPLAY, NODE_EXTRA_CA_CERTS, NODE_OPTIONS, LD_PRELOAD, ...environment } = process.env;
  const overrides = 'mscoree=;mshtml=;winemenubuilder.exe=d';
  return { ...environment, WINEPREFIX: prefix, WINEARCH: 'win64', WINEDEBUG: '-all', WINEDLLOVERRIDES: overrides };
};

/** The name of this machine's path for programs under Wine. */
export const windowsPath = (path) => `Z:${path.replaceAll('/', '\\')}`;

/** Runs one of Wine's own programs to its end. Without pipes: Windows' services would keep them open long after it. */
async function manage(prefix, command, args, env = wineEnvironment(prefix)) {
  const child = spawn(command, args, { env, stdio: 'ignore', timeout: LIMIT_MS, killSignal: 'SIGKILL' });
  const [status] = await once(child, 'exit');
  return status;
}

async function manageSuccessfully(prefix, command, args, env) {
  const status = await manage(prefix, command, args, env);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** Makes a Windows 10 whose D: is an optical drive. Debian's Wine 8 reports Windows 7, on which node.exe refuses to run. */
export async function makePrefix(prefix) {
  // If Wine crashes at all, it is this first process that does.
  if ((await manage(prefix, LOADER, ['wineboot', '-i'])) !== 0)
    await manageSuccessfully(prefix, LOADER, ['wineboot', '-i']);
  await manageSuccessfully(prefix, LOADER, ['winecfg', '-v', 'win10']);
  const drives = 'HKLM\\Software\\Wine\\Drives';
  await manageSuccessfully(prefix, LOADER, ['reg', 'add', drives, '/v', 'd:', '/t', 'REG_SZ', '/d', 'cdrom', '/f']);
  await endWine(prefix);
}

async function endWine(prefix) {
  await manage(prefix, 'wineserver', ['-k']);
  await manageSuccessfully(prefix, 'wineserver', ['-w']);
}

/** Wine with a drive D:, which is the file {@link Wine.device}; the files next to it control preload/wine.c. */
export class Wine {
  kit;
  #folder;
  #env;
  #runs = 0;

  constructor(kit, folder) {
    this.kit = kit;
    this.#folder = folder;
    this.#env = {
      ...wineEnvironment(kit.prefix),
      LD_PRELOAD: kit.preload,
      DISCWRIGHT_WINE_DEVICE: this.device,
    };
  }

  /**
   * Runs `use` with a running Wine.
   * @returns what `use` returned
   */
  static with(kit, use) {
    return withTemporaryFolder(async (folder) => {
      const wine = await Wine.#start(kit, folder);
      try {
        return await use(wine);
      } finally {
        await endWine(kit.prefix);
      }
    });
  }

  static async #start(kit, folder) {
    // A server that a killed rig left would still have the drive of that rig.
    await endWine(kit.prefix);
    const wine = new Wine(kit, folder);
    await writeFile(wine.device, '');
    await mkdir(join(folder, 'media'));
    for (const [link, target] of [
      ['d:', join(folder, 'media')],
      ['d::', wine.device],
    ]) {
      const path = join(kit.prefix, 'dosdevices', link);
      await rm(path, { force: true });
      await symlink(target, path);
    }
    // Otherwise every program starts Windows' services again. It keeps this environment until the rig ends it.
    await manageSuccessfully(kit.prefix, 'wineserver', [`-p${KEEP_SERVER_SECONDS}`], wine.#env);
    return wine;
  }

  get device() {
    return join(this.#folder, 'drive');
  }

  get socketPath() {
    return `${this.device}.socket`;
  }

  /** The lines that preload/wine.c and the test double logged. */
  async log() {
    return (await readFile(`${this.device}.log`, 'utf8').catch(() => '')).split('\n');
  }

  clearLog() {
    return rm(`${this.device}.log`, { force: true });
  }

  /**
   * Starts a script in node.exe and waits until it runs. If Wine crashes before that, it tries once more.
   * @param options `double`: loads missing-ioctls.c, with this object's values in its variables; `checks`: see preload/wine.c;
   *   `stopAt`: the WRITE before which it waits, see {@link Machine.meanwhile}; `node`: major version; `ffi`: what calls the system's functions, see docs/native-code.md
   * @returns `said(pattern)`: resolves once its error output matches; `ended`: its own exit status (null if it did not end by
   *   itself), and its output; `kill(signal)`
   */
  async start(script, args, options = {}) {
    const first = await this.#spawn(script, args, options);
    return (await first.begun()) ? first : this.#spawn(script, args, options);
  }

  async #spawn(script, args, { double, checks, stopAt, ffi, node = 20 }) {
    const base = join(this.#folder, `run-${++this.#runs}`);
    const [out, err] = await Promise.all(['out', 'err'].map((name) => open(`${base}.${name}`, 'w')));
    const env = {
      ...this.#env,
      DISCWRIGHT_RIG_STATUS: windowsPath(`${base}.status`),
      ...(ffi === undefined ? {} : { DISCWRIGHT_FFI: ffi }),
      ...(checks === undefined ? {} : { DISCWRIGHT_WINE_CHECKS: checks }),
      ...(stopAt === undefined ? {} : { DISCWRIGHT_WINE_STOP_AT: String(stopAt) }),
      ...(double === undefined ? {} : this.#doubleEnvironment(double)),
    };
    const preload = ['-r', windowsPath(join(this.kit.app, 'guest', 'preload.cjs'))];
    const parameters = [this.kit.nodes[node], ...preload, windowsPath(join(this.kit.app, script)), ...args];
    // Not pipes: node.exe cannot use Unix' pipes under Wine.
    const child = spawn(LOADER, parameters, {
      env,
      stdio: ['ignore', out.fd, err.fd],
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    const read = (name) => readFile(`${base}.${name}`, 'utf8').catch(() => '');
    let isOver = false;
    const over = once(child, 'exit').finally(() => {
      isOver = true;
      return Promise.all([out.close(), err.close()]);
    });
    const ended = over.then(async () => {
      const [stdout, stderr, status] = await Promise.all(['out', 'err', 'status'].map(read));
      const said = /^ended (\d+)$/m.exec(status)?.[1];
      return { status: said === undefined ? null : Number(said), stdout, stderr, both: stdout + stderr };
    });
    const begun = async () => {
      while ((await read('status')) === '') {
        if (isOver) return (await read('status')) !== '';
        await pause(LOOK_EVERY_MS);
      }
      return true;
    };
    const said = async (pattern) => {
      while (!pattern.test(await read('err'))) {
        if (isOver) throw new Error(`${script} ended without saying ${pattern}:\n${(await ended).both.slice(-4_000)}`);
        await pause(LOOK_EVERY_MS);
      }
    };
    return { begun, said, ended, kill: (signal) => child.kill(signal) };
  }

  #doubleEnvironment({ adapter = '65536,17,1', volume }) {
    return {
      DISCWRIGHT_RIG_DOUBLE: windowsPath(this.kit.double),
      DISCWRIGHT_DOUBLE_LOG: windowsPath(`${this.device}.log`),
      DISCWRIGHT_DOUBLE_ADAPTER: adapter,
      ...(volume === undefined ? {} : { DISCWRIGHT_DOUBLE_VOLUME: volume }),
    };
  }
}
