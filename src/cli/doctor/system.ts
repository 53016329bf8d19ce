import { existsSync } from 'node:fs';
import { findProgram } from '../../find-program.ts';
import { type DriveListing, type FfiName, findFfi, keepAwake, listDrives } from '../../index.ts';

/** What an examination asks of this machine; a test answers otherwise. */
export interface System {
  /** `linux`, `win32` and so on (Node's process.platform). */
  readonly platform: string;
  /** The runtime and its version: `Node.js v22.3.0`. */
  readonly runtime: string;
  readonly architecture: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether a file or folder of the system exists. */
  exists(path: string): boolean;
  /** The path of a program; undefined if there is none. */
  program(name: string): Promise<string | undefined>;
  /** @throws TransportError that says what is missing */
  ffi(): Promise<FfiName>;
  drives(): Promise<readonly DriveListing[]>;
  /** Why this machine could go to sleep during a burn; undefined if that can be held off. */
  sleepProblem(): Promise<string | undefined>;
}

export function thisSystem(): System {
  const { bun, deno } = process.versions as { readonly bun?: string; readonly deno?: string };
  return {
    platform: process.platform,
    runtime: bun !== undefined ? `Bun ${bun}` : deno !== undefined ? `Deno ${deno}` : `Node.js ${process.version}`,
    architecture: process.arch,
    environment: process.env,
    exists: existsSync,
    program: findProgram,
    ffi: findFfi,
    drives: listDrives,
    sleepProblem: async () => {
      await using hold = await keepAwake('examining this machine');
      return hold.problem;
    },
  };
}
