import type { DriveListing } from '../../index.ts';
import { TransportError } from '../../index.ts';
import type { System } from './system.ts';

/** `missing`: discs cannot be burned without it; `limited`: something cannot be done without it. */
export type FindingState = 'good' | 'limited' | 'missing';

export interface Finding {
  readonly about: 'runtime' | 'native calls' | 'kernel' | 'drive' | 'sleep' | 'programs';
  readonly state: FindingState;
  readonly found: string;
  /** What to do; undefined where all is well. */
  readonly remedy?: string;
}

/** What an examination found, and what to type next. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** A real drive can be used now. */
  readonly usable: boolean;
  readonly next: readonly string[];
}

/** The oldest Node.js that package.json accepts. */
const OLDEST_NODE = [20, 19] as const;

/** Looks for everything that burning needs, from the runtime to the drive. Nothing is sent to a drive but INQUIRY and the like. */
export async function examine(system: System): Promise<Examination> {
  const drives = await system.drives();
  const driveFindings = drives.length === 0 ? [noDrive(system)] : drives.map(driveFinding);
  const ffi = await nativeCalls(system);
  const ready = drives.filter(isReady);
  const usable = ffi.state === 'good' && ready.length > 0;
  return {
    findings: [
      runtime(system),
      ffi,
      ...kernel(system, drives),
      ...driveFindings,
      await sleep(system),
      await programs(system),
    ],
    usable,
    next: usable
      ? ready.map(({ path }) => `discwright info --device ${path}`)
      : ['discwright info --device sim:my.disc', 'discwright burn FILE --device sim:my.disc'],
  };
}

function runtime({ runtime: name, platform, architecture }: System): Finding {
  const found = `${name} on ${platform} ${architecture}`;
  const [, major = '0', minor = '0'] = /^Node\.js v(\d+)\.(\d+)/.exec(name) ?? [];
  const [leastMajor, leastMinor] = OLDEST_NODE;
  const old = Number(major) < leastMajor || (Number(major) === leastMajor && Number(minor) < leastMinor);
  if (!name.startsWith('Node.js') || !old) return { about: 'runtime', state: 'good', found };
  return {
    about: 'runtime',
    state: 'missing',
    found: `${found} is too old`,
    remedy: `Install Node.js ${OLDEST_NODE.join('.')} or later`,
  };
}

async function nativeCalls(system: System): Promise<Finding> {
  const chosen = system.environment['DISCWRIGHT_FFI'];
  const by = chosen === undefined || chosen === '' ? '' : ', as DISCWRIGHT_FFI says';
  try {
    return { about: 'native calls', state: 'good', found: `${await system.ffi()} calls the system${by}` };
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { about: 'native calls', state: 'missing', found: `${error.reason}${by}`, remedy: error.remedy };
  }
}

/** The drivers of the Linux kernel that a drive needs: built in or as modules, they are in the same places. */
function kernel({ platform, exists }: System, drives: readonly DriveListing[]): Finding[] {
  if (platform !== 'linux') return [];
  const missing = [
    ...(exists('/sys/bus/scsi/drivers/sr') ? [] : ['sr_mod']),
    ...(exists('/sys/class/scsi_generic') ? [] : ['sg']),
  ];
  if (missing.length === 0) return [{ about: 'kernel', state: 'good', found: 'the drivers sr and sg are there' }];
  return [
    {
      about: 'kernel',
      // Either of the two is enough, and a drive that is listed has one.
      state: drives.length > 0 ? 'limited' : 'missing',
      found: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not loaded`,
      remedy: `sudo modprobe ${missing.length === 1 ? missing[0] : `-a ${missing.join(' ')}`}; in a container, on the machine itself`,
    },
  ];
}

const noDrive = ({ platform }: System): Finding => ({
  about: 'drive',
  state: 'missing',
  found: 'the system knows no optical drive',
  remedy:
    platform === 'linux'
      ? 'Connect one and look at `dmesg`; in a container or a virtual machine, pass it in'
      : 'Connect one; in a virtual machine, pass it in',
});

const isReady = ({ accessible, busy, problem }: DriveListing): boolean =>
  accessible && busy === undefined && problem === undefined;

function driveFinding(drive: DriveListing): Finding {
  const { path, vendor, product, busy, problem, accessible } = drive;
  const name = `${path} (${[vendor, product].join(' ').trim()})`;
  if (isReady(drive)) return { about: 'drive', state: 'good', found: `${name} is ready` };
  if (problem !== undefined) {
    const [reason = '', ...advice] = problem.split('. ');
    const remedy = advice.join('. ');
    return { about: 'drive', state: 'missing', found: `${name}: ${reason}`, ...(remedy === '' ? {} : { remedy }) };
  }
  const found = busy ?? (accessible ? '' : 'it is not accessible');
  const mounted = /mounted on (.*)$/.exec(found)?.[1];
  return {
    about: 'drive',
    state: 'missing',
    found: `${name}: ${found}`,
    remedy: mounted === undefined ? 'Close the program that has it' : `Before burning: umount '${mounted}'`,
  };
}

async function sleep(system: System): Promise<Finding> {
  const problem = await system.sleepProblem();
  return problem === undefined
    ? { about: 'sleep', state: 'good', found: 'the machine can be kept awake during a burn' }
    : {
        about: 'sleep',
        state: 'limited',
        found: `the machine may go to sleep during a burn: ${problem}`,
        remedy: 'Turn off sleep in the settings before you burn, or keep using the machine',
      };
}

/** What reads further formats of sound. FLAC files are also made without a program, by an optional package. */
async function programs(system: System): Promise<Finding> {
  if ((await system.program('ffmpeg')) !== undefined)
    return { about: 'programs', state: 'good', found: 'ffmpeg is there' };
  return {
    about: 'programs',
    state: 'limited',
    found: 'no ffmpeg, which reads sound that discwright does not read itself',
    remedy: 'Install ffmpeg if you have such files',
  };
}
