import { spawn } from 'node:child_process';

/**
 * Runs a program to its end, without standard input.
 * @param options of spawn; `limitMs` after which it is killed (default 2 minutes)
 * @returns its exit status (null when killed), signal, standard output and error as text, and both as they came
 */
export function runProgram(command, args, { limitMs = 120_000, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    const output = { stdout: '', stderr: '', both: '' };
    for (const stream of ['stdout', 'stderr']) {
      child[stream].setEncoding('utf8');
      child[stream].on('data', (text) => {
        output[stream] += text;
        output.both += text;
      });
    }
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
}

/** As {@link runProgram}; throws with all that the program said where it does not end with the status that is expected. */
export async function runExpecting(expectedStatus, command, args, options) {
  const result = await runProgram(command, args, options);
  if (result.status === expectedStatus) return result;
  const ended = result.signal === null ? `ended with ${result.status}` : `was ended by ${result.signal}`;
  throw new Error(`${command} ${args.join(' ')} ${ended}, expected ${expectedStatus}:\n${result.both.slice(-6_000)}`);
}
