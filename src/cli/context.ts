import type { Command } from 'commander';
import type { Interrupt } from './interrupt.ts';
import type { GlobalOptions } from './options.ts';
import type { Output } from './output.ts';

/** What every command is given. */
export interface Context {
  readonly globals: GlobalOptions;
  readonly output: Output;
  readonly interrupt: Interrupt;
}

export type ContextOf = (command: Command) => Context;
