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
/** After the last program has ended, in case the rig is killed. */
const KEEP_SERVER_SECONDS = 60;

const wineEnvironment = (prefix) => {
  const { DISPLAY, NODE_EXTRA_CA_CERTS, NODE_OPTIONS, LD_PRELOAD, ...environment } = process.env;
  const overrides = 'mscoree=;mshtml=;winemenubuilder.exe=d';
  return { ...environment, WINEPREFIX: prefix, WINEARCH: 'win64', WINEDEBUG: '-all', WINEDLLOVERRIDES: overrides };
};

/** A path of this machine as programs under Wine name it. */
export const windowsPath = (path) => `Z:${path.replaceAll('/', '\\')}`;

/** Runs a program of Wine's own to its end. Not with pipes: Windows' services would keep them open long after it. */
async function manage(prefix, command, args, env = wineEnvironment(prefix)) {
  const child = spawn(command, args, { env, stdio: 'ignore', timeout: LIMIT_MS, killSignal: 'SIGKILL' });
  const [status] = await once(child, 'exit');
  return status;
}

async function manageWell(prefix, command, args, env) {
  const status = await manage(prefix, command, args, env);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

/** A Windows 10 whose D: is an optical drive. node.exe refuses to run on the Windows 7 that Debian's Wine 8 says it is. */
export async function makePrefix(prefix) {
  // Its first process is the one that crashes where Wine crashes at all.
  if ((await manage(prefix, LOADER, ['wineboot', '-i'])) !== 0) await manageWell(prefix, LOADER, ['wineboot', '-i']);
  await manageWell(prefix, LOADER, ['winecfg', '-v', 'win10']);
  const drives = 'HKLM\\Software\\Wine\\Drives';
  await manageWell(prefix, LOADER, ['reg', 'add', drives, '/v', 'd:', '/t', 'REG_SZ', '/d', 'cdrom', '/f']);
  await endWine(prefix);
}

async function endWine(prefix) {
  await manage(prefix, 'wineserver', ['-k']);
  await manageWell(prefix, 'wineserver', ['-w']);
}

/** Wine, with a drive D: that is a file which {@link Wine.device} names; everything beside it steers preload/wine.c. */
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
   * Has it for the length of `use`.
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
    // One that a killed rig has left knows the drive of that one.
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
    // Else every program starts Windows' services anew. It keeps what it is given here until the rig ends it.
    await manageWell(kit.prefix, 'wineserver', [`-p${KEEP_SERVER_SECONDS}`], wine.#env);
    return wine;
  }

  get device() {
    return join(this.#folder, 'drive');
  }

  get socketPath() {
    return `${this.device}.socket`;
  }

  /** What preload/wine.c and the double have noted, a line each. */
  async log() {
    return (await readFile(`${this.device}.log`, 'utf8').catch(() => '')).split('\n');
  }

  clearLog() {
    return rm(`${this.device}.log`, { force: true });
  }

  /**
   * Starts a script in node.exe and waits until it is up. Should Wine crash before that, it is tried once more.
   * @param options `double`: missing-ioctls.c is loaded, with this object's values as its variables; `checks`; `stopAt`: the WRITE before which it
   *   waits, see {@link Machine.meanwhile}; `node`: its major version
   * @returns `said(pattern)`: resolves once its error output has it; `ended`: its exit status as it saw it itself (null when it did not end by itself), and its output; `kill(signal)`
   */
  async start(script, args, options = {}) {
    const first = await this.#spawn(script, args, options);
    return (await first.begun()) ? first : this.#spawn(script, args, options);
  }

  async #spawn(script, args, { double, checks, stopAt, node = 20 }) {
    const base = join(this.#folder, `run-${++this.#runs}`);
    const [out, err] = await Promise.all(['out', 'err'].map((name) => open(`${base}.${name}`, 'w')));
    const env = {
      ...this.#env,
      DISCWRIGHT_RIG_STATUS: windowsPath(`${base}.status`),
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
