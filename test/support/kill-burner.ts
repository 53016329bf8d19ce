import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from '@jest/globals';

/** Receives what a burner reports, a line of JSON each. */
export interface BurnerReports {
  hear(line: string): void;
}

/**
 * Starts `node BURNER DEVICE SEED`, kills it `lifeMs` after it has reported `events` events, and reads its remaining
 * reports. It must not have ended by itself, or complained.
 */
export async function killBurner(
  burner: string,
  device: string,
  seed: number,
  events: number,
  lifeMs: number,
  disc: BurnerReports,
): Promise<void> {
  const child = spawn(process.execPath, [burner, device, String(seed)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const exited = once(child, 'close');
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    disc.hear(line);
    heard++;
    if (heard === events) setTimeout(() => child.kill('SIGKILL'), lifeMs);
  }
  const [code, signal] = await exited;
  expect({ code, signal, complaints }).toEqual({ code: null, signal: 'SIGKILL', complaints: '' });
}
