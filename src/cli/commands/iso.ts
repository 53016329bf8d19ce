import type { Command } from 'commander';
import type { ContextOf } from '../context.ts';
import { addIsoCheck } from '../iso/check.ts';
import { addIsoCreate } from '../iso/create.ts';
import { addIsoExtract } from '../iso/extract.ts';
import { addIsoList } from '../iso/list.ts';

export function addIso(program: Command, contextOf: ContextOf): void {
  const iso = program.command('iso').description('images of file systems: make, list, extract, check');
  addIsoCreate(iso, contextOf);
  addIsoList(iso, contextOf);
  addIsoExtract(iso, contextOf);
  addIsoCheck(iso, contextOf);
}
