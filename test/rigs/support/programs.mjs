import { spawn } from 'node:child_process';

/**
 * Starts a program without standard input.
 * @param options of spawn; `limitMs` after which it is killed (default 2 minutes); `input: true`: with standard input, for `type(text)`
 * @returns `said(pattern)`: resolves once the output matches, throws if the program ended without; `ended`: exit status (null if
 *   killed), signal, standard output and error as text, and both in the order in which they came; `kill(signal)`
 */
export function startProgram(command, args, { limitMs = 120_000, input = false, ...options } = {}) {
  const child = spawn(command, args, { stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'], ...options });
  const output = { stdout: '', stderr: '', both: '' };
  const waiting = new Set();
  const look = () => {
    for (const each of waiting) if (each.pattern.test(output.both)) each.resolve();
  };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8');
    child[stream].on('data', (text) => {
      output[stream] += text;
      output.both += text;
      look();
    });
  }
  const ended = new Promise((resolve, reject) => {
    const limit = setTimeout(() => child.kill('SIGKILL'), limitMs);
    child.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.once('close', (status, signal) => {
      clearTimeout(limit);
      resolve({ status, signal, ...output });
    });
  });
  const said = (pattern) =>
    Promise.race([
      new Promise((resolve) => {
        waiting.add({ pattern, resolve });
        look();
      }),
      ended.then(({ both }) => {
        if (!pattern.test(both)) throw new Error(`${command} ended without saying ${pattern}:\n${both.slice(-6_000)}`);
      }),
    ]);
  return { said, ended, kill: (signal) => child.kill(signal), type: (text) => child.stdin.write(text) };
}

/** Like {@link startProgram}, and waits for its end. */
export const runProgram = (command, args, options) => startProgram(command, args, options).ended;

/** Like {@link runProgram}; throws with the end of the output if the exit status is not the expected one. */
export async function runExpecting(expectedStatus, command, args, options) {
  const result = await runProgram(command, args, options);
  if (result.status === expectedStatus) return result;
  const ended = result.signal === null ? `ended with ${result.status}` : `was ended by ${result.signal}`;
  throw new Error(`${command} ${args.join(' ')} ${ended}, expected ${expectedStatus}:\n${result.both.slice(-6_000)}`);
}
