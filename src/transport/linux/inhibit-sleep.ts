import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { SleepHold } from '../sleep-hold.ts';

const PROGRAM = 'systemd-inhibit';

/**
 * What to hold off, most first. Users without a session at the machine may not hold off the lid's switch, or not sleep at
 * all (polkit decides).
 */
const WHATS = ['sleep:idle:handle-lid-switch', 'sleep:idle'] as const;

/** Without systemd's bus, as in a container, asking for less is refused too. */
const NO_BUS = /connect to (the )?(system )?bus/i;

/** The lock is there once the program that systemd-inhibit starts, `cat`, has returned this. */
const ECHO = 'held\n';
const LIMIT_MS = 5_000;

interface Inhibitor {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves with undefined once the lock is held, else with the reason why it is not. */
  readonly problem: Promise<string | undefined>;
  readonly ended: Promise<void>;
}

/**
 * Holds off sleep with `systemd-inhibit cat`, which ends, and the lock with it, when its input ends: at the latest when
 * this process does. It has a session of its own, so that Ctrl-C does not end it before the burn.
 * @throws Error that says why the lock was refused
 */
export async function inhibitSleep(why: string): Promise<SleepHold> {
  let reason = '';
  for (const what of WHATS) {
    const { child, problem, ended } = start(what, why);
    const found = await problem;
    if (found === undefined) {
      return {
        heldOff: true,
        problem: undefined,
        [Symbol.asyncDispose]: async () => {
          child.stdin.end();
          await ended;
        },
      };
    }
    child.stdin.destroy();
    child.kill();
    reason = found;
    if (NO_BUS.test(reason)) break;
  }
  throw new Error(reason);
}

function start(what: string, why: string): Inhibitor {
  const child = spawn(PROGRAM, [`--what=${what}`, '--who=discwright', `--why=${why}`, '--mode=block', 'cat'], {
    env: process.env,
    detached: true,
    stdio: 'pipe',
  });
  let said = '';
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
    child.on('error', () => resolve());
  });
  const problem = new Promise<string | undefined>((resolve) => {
    const late = setTimeout(() => resolve(`${PROGRAM} does not answer`), LIMIT_MS);
    const settle = (reason: string | undefined) => {
      clearTimeout(late);
      resolve(reason);
    };
    child.stdout.once('data', () => settle(undefined));
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('error', ({ code, message }: NodeJS.ErrnoException) =>
      settle(code === 'ENOENT' ? `${PROGRAM} is not installed` : message),
    );
    child.on('close', (code) => settle(said.trim().split('\n')[0] || `${PROGRAM} ended with code ${code}`));
  });
  // It may have ended before it reads.
  child.stdin.on('error', () => {});
  child.stdin.write(ECHO);
  child.unref();
  // In Bun 1.4.5 they have no such method.
  for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as { unref?(): void }).unref?.();
  return { child, problem, ended };
}
