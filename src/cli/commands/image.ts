import type { Command } from 'commander';
import type { ContextOf } from '../context.ts';
import { addBurnTo } from './burn.ts';

export function addImage(program: Command, contextOf: ContextOf): void {
  const image = program.command('image').description('disc images: what `export` and other programs wrote');
  addBurnTo(image, contextOf, {
    description:
      'burn an image to a CD as it is: a CUE sheet (also with several sessions), a TOC file, a .bin with its sheet, an .iso',
    examples: {
      'what export wrote': 'image burn copy.cue',
      'compared with the disc afterwards': 'image burn copy.cue --verify full',
    },
  });
}
