import type { Command } from 'commander';
import type { Interrupt } from './interrupt.ts';
import type { GlobalOptions } from './options.ts';
import type { Output } from './output.ts';
import type { Group } from './several/group.ts';

/** What every command is given. */
export interface Context {
  /** Set if the same is done with several drives: which of them this is about, and what waits for all of them. */
  readonly member?: Member | undefined;
  readonly globals: GlobalOptions;
  readonly output: Output;
  readonly interrupt: Interrupt;
}

/** One of several drives. */
export interface Member {
  readonly device: string;
  readonly group: Group;
  /** Where its exchanges are recorded. @param file what `--trace` names */
  readonly traceFile: (file: string) => string;
}

/** What a context is made of before a command line is parsed. */
export interface ContextParts extends Omit<Context, 'globals'> {}

export type ContextOf = (command: Command) => Context;
