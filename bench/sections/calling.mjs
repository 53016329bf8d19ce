import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compile } from '../../test/rigs/preload/build.mjs';
import { repository } from '../../test/rigs/support/served-drive.mjs';
import { median } from '../support/cost.mjs';
import { printTable, ratio } from '../support/table.mjs';

const nodes = join(repository, 'test/rigs/nodes');

/**
 * A system call that fails at once, through each foreign function interface and in C; and what one SG_IO request costs besides
 * the drive: its header written, the call, its header read.
 * @param backends names for DISCWRIGHT_FFI
 */
export function calling({ rounds, backends }) {
  const program = compile('call', '', [join(nodes, 'call.c')], []);
  const answerOf = (command, args) => {
    const ran = spawnSync(command, args, { encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${ran.status}:\n${ran.stderr}`);
    return JSON.parse(ran.stdout);
  };
  const times = { C: [], ...Object.fromEntries(backends.map((name) => [name, []])) };
  for (let round = 0; round < rounds; round++) {
    times.C.push({ call: answerOf(program, []).microseconds });
    for (const name of backends) {
      const { ioctlMicroseconds: call, requestMicroseconds: request } = answerOf(process.execPath, [
        join(nodes, 'probe-ffi.mjs'),
        name,
      ]);
      times[name].push({ call, request });
    }
  }
  const of = (name, what) => median(times[name].map((each) => each[what]));
  printTable([
    ['one system call', 'µs', '/ C', 'whole request µs'],
    ...Object.keys(times).map((name) => [
      name,
      of(name, 'call').toFixed(2),
      ratio(of(name, 'call') / of('C', 'call')),
      name === 'C' ? '' : of(name, 'request').toFixed(2),
    ]),
  ]);
}
