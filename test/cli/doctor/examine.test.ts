import { expect, test } from '@jest/globals';
import { inWords } from '../../../src/cli/commands/doctor.ts';
import { examine } from '../../../src/cli/doctor/examine.ts';
import type { System } from '../../../src/cli/doctor/system.ts';
import { type DriveListing, TransportError } from '../../../src/index.ts';

const DRIVE: DriveListing = {
  path: '/dev/sr0',
  vendor: 'HL-DT-ST',
  product: 'BD-RE',
  revision: '1.02',
  accessible: true,
};

const machine = (changes: Partial<System> = {}): System => ({
  platform: 'linux',
  runtime: 'Node.js v22.3.0',
  architecture: 'x64',
  environment: {},
  exists: () => true,
  program: async (name) => `/usr/bin/${name}`,
  ffi: async () => 'koffi',
  drives: async () => [DRIVE],
  sleepProblem: async () => undefined,
  ...changes,
});

const troubleOf = async (changes: Partial<System>) =>
  (await examine(machine(changes))).findings.filter(({ state }) => state !== 'good');

test('a machine that lacks nothing is told what to type', async () => {
  const examination = await examine(machine());
  expect(examination.usable).toBe(true);
  expect(inWords(examination)).toEqual([
    'ok       Node.js v22.3.0 on linux x64',
    'ok       koffi calls the system',
    'ok       the drivers sr and sg are there',
    'ok       /dev/sr0 (HL-DT-ST BD-RE) is ready',
    'ok       the machine can be kept awake during a burn',
    'ok       ffmpeg is there',
    '',
    'Next:',
    '  discwright info --device /dev/sr0',
  ]);
});

test('a runtime that is too old is named, and what to install', async () => {
  expect(await troubleOf({ runtime: 'Node.js v18.20.4' })).toMatchObject([
    { state: 'missing', found: expect.stringContaining('too old'), remedy: 'Install Node.js 20.19 or later' },
  ]);
  expect(await troubleOf({ runtime: 'Deno 2.9.6' })).toEqual([]);
  expect(await troubleOf({ runtime: 'Node.js v20.19.0' })).toEqual([]);
});

test('without native calls the error of the library says what to install', async () => {
  const ffi = async () => {
    throw new TransportError({
      kind: 'unsupported',
      path: '',
      operation: 'load',
      reason: 'no koffi',
      remedy: 'npm install koffi',
    });
  };
  const examination = await examine(machine({ ffi, environment: { DISCWRIGHT_FFI: 'koffi' } }));
  expect(examination.usable).toBe(false);
  expect(examination.findings[1]).toMatchObject({
    state: 'missing',
    found: 'no koffi, as DISCWRIGHT_FFI says',
    remedy: 'npm install koffi',
  });
});

test.each([
  [['/sys/bus/scsi/drivers/sr'], 'sr_mod is not loaded', 'sudo modprobe sr_mod;'],
  [['/sys/class/scsi_generic'], 'sg is not loaded', 'sudo modprobe sg;'],
  [
    ['/sys/bus/scsi/drivers/sr', '/sys/class/scsi_generic'],
    'sr_mod and sg are not loaded',
    'sudo modprobe -a sr_mod sg;',
  ],
])('without %j in Linux, the module to load is named', async (absent, found, remedy) => {
  const [finding] = await troubleOf({ exists: (path) => !absent.includes(path) });
  expect(finding).toMatchObject({ about: 'kernel', state: 'limited', found, remedy: expect.stringContaining(remedy) });
});

test('Windows has no such modules', async () => {
  const { findings } = await examine(machine({ platform: 'win32', exists: () => false }));
  expect(findings.some(({ about }) => about === 'kernel')).toBe(false);
});

test('without a drive it says what to do, and how to go on without one', async () => {
  const examination = await examine(machine({ drives: async () => [] }));
  expect(examination).toMatchObject({
    usable: false,
    next: expect.arrayContaining([expect.stringContaining('sim:my.disc')]),
  });
  expect(inWords(examination)).toContain('MISSING  the system knows no optical drive');
});

test.each([
  [
    { accessible: false, problem: 'you have no permission to use it. Join the group' },
    'you have no permission',
    'Join the group',
  ],
  [
    { busy: 'its disc is mounted on /media/disc' },
    'its disc is mounted on /media/disc',
    "Before burning: umount '/media/disc'",
  ],
  [{ busy: 'another program has it: k3b' }, 'another program has it: k3b', 'Close the program that has it'],
])('a drive with %j cannot be used now', async (changes, found, remedy) => {
  const examination = await examine(machine({ drives: async () => [{ ...DRIVE, ...changes }] }));
  expect(examination.usable).toBe(false);
  const [finding] = examination.findings.filter(({ about }) => about === 'drive');
  expect(finding).toMatchObject({ state: 'missing', found: expect.stringContaining(found), remedy });
});

test('what limits only some work does not make a drive unusable', async () => {
  const examination = await examine(
    machine({ program: async () => undefined, sleepProblem: async () => 'no systemd' }),
  );
  expect(examination.usable).toBe(true);
  expect(examination.findings.filter(({ state }) => state === 'limited').map(({ about }) => about)).toEqual([
    'sleep',
    'programs',
  ]);
});
