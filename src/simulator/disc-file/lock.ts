import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { processRuns, processStart } from './process-identity.ts';

/** A live process holds the lock. */
export class LockHeldError extends Error {
  override readonly name = 'LockHeldError';
  readonly pid: number;
  readonly lockPath: string;

  constructor(pid: number, lockPath: string) {
    super(`process ${pid} has it open`);
    this.pid = pid;
    this.lockPath = lockPath;
  }
}

const holderSchema = z.object({ pid: z.int().min(1), start: z.string().optional(), token: z.string() });
type Holder = z.infer<typeof holderSchema>;

/** Locks held by this copy of the module, for systems that do not say when a process started. */
const heldHere = new Set<string>();

const ATTEMPTS = 20;

/**
 * Reserves a file for one process by a second file next to it, `NAME.lock`. A lock whose process has died is taken over,
 * by one process only: before replacing it, a process claims it with a file named after it that can be created only once.
 * @returns releases the lock
 * @throws LockHeldError
 */
export async function takeLock(path: string): Promise<() => Promise<void>> {
  const lockPath = `${path}.lock`;
  const start = processStart(process.pid);
  const mine: Holder = { pid: process.pid, ...(start === undefined ? {} : { start }), token: randomUUID() };
  const draft = `${lockPath}.${mine.token}`;
  try {
    await writeFile(draft, JSON.stringify(mine), { flag: 'wx' });
    await acquire(lockPath, draft);
  } finally {
    await removeFile(draft);
  }
  heldHere.add(mine.token);
  await sweep(lockPath);
  return async () => {
    heldHere.delete(mine.token);
    if ((await holderOf(lockPath))?.token === mine.token) await removeFile(lockPath);
  };
}

/** Does nothing if no live process holds the lock. @throws LockHeldError */
export async function requireUnlocked(path: string): Promise<void> {
  const lockPath = `${path}.lock`;
  const holder = await holderOf(lockPath);
  if (holder !== undefined && isAlive(holder)) throw new LockHeldError(holder.pid, lockPath);
}

async function acquire(lockPath: string, draft: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await linkOnce(draft, lockPath)) return;
    const holder = await holderOf(lockPath);
    if (holder === undefined) continue;
    if (isAlive(holder)) throw new LockHeldError(holder.pid, lockPath);
    if (await takeOver(lockPath, draft, holder)) return;
  }
  throw new LockHeldError((await holderOf(lockPath))?.pid ?? 0, lockPath);
}

async function takeOver(lockPath: string, draft: string, dead: Holder): Promise<boolean> {
  const claim = `${lockPath}.${dead.token}.claim`;
  if (!(await linkOnce(draft, claim))) {
    const claimant = await holderOf(claim);
    if (claimant !== undefined && !isAlive(claimant)) await removeFile(claim);
    return false;
  }
  // Another process may have taken it over between the check and the claim.
  if ((await holderOf(lockPath))?.token !== dead.token) {
    await removeFile(claim);
    return false;
  }
  await rename(claim, lockPath);
  return true;
}

/** Removes what processes left next to it that died while taking the lock. */
async function sweep(lockPath: string): Promise<void> {
  const folder = dirname(lockPath);
  const leftovers = (await readdir(folder)).filter((name) => name.startsWith(`${basename(lockPath)}.`));
  for (const name of leftovers) {
    const path = join(folder, name);
    const holder = await holderOf(path).catch(() => undefined);
    if (holder !== undefined && !isAlive(holder)) await removeFile(path);
  }
}

function isAlive({ pid, start, token }: Holder): boolean {
  if (!processRuns(pid)) return false;
  const runningStart = processStart(pid);
  if (start !== undefined && runningStart !== undefined) return start === runningStart;
  return pid !== process.pid || heldHere.has(token);
}

/** Undefined if there is none. @throws LockHeldError with pid 0 for one that cannot be parsed */
async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw new LockHeldError(0, path);
    throw error;
  }
}

async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
