import { extname } from 'node:path';
import type { FileContent } from './content-kinds.ts';
import { conversionCommand, quote } from './conversion.ts';

/** What turns the images of other programs into those that are read here. */
const IMAGE_CONVERSIONS: readonly (readonly [form: RegExp, remedy: string])[] = [
  [/CHD/, 'Convert it to BIN/CUE (`chdman extractcd`), and burn the CUE sheet.'],
  [/CCD/, 'Convert the sheet to a CUE sheet (`ccd2cue`), and burn that.'],
  [/CSO/, 'Unpack it to an .iso (`maxcso --decompress`), and burn that.'],
  [/DMG/, 'Convert it to an .iso (`hdiutil convert` on macOS, `dmg2img` elsewhere), and burn that.'],
];

const extensionOf = (path: string): string => extname(path).toLowerCase();

/**
 * What can be done with a file: the command that is meant for it.
 * @returns sentences
 */
export function whatItIsFor(path: string, { kind, name, extension }: FileContent): string {
  const file = quote(path);
  const asFile = `To store it on a data disc: \`discwright data ${file}\`.`;
  switch (kind) {
    case 'sound':
      return `Burn it as an audio track: \`discwright burn ${file}\`.`;
    case 'film':
      return `${asFile} For an audio track, take its sound: ${conversionCommand(path)}`;
    case 'archive':
      return `Unpack it, and burn what is in it. ${asFile}`;
    case 'file system':
      return extensionOf(path) === '.iso'
        ? `Burn it: \`discwright burn ${file}\`; \`discwright iso list ${file}\` shows what is in it.`
        : 'Give it a name that ends with .iso, and burn that: it becomes a data track.';
    case 'raw image':
      return 'Burn its CUE sheet, which says how its blocks are stored.';
    case 'foreign image':
      return (
        IMAGE_CONVERSIONS.find(([form]) => form.test(name))?.[1] ??
        'Save it as BIN/CUE or as .iso with the program that made it, and burn that.'
      );
    case 'document':
      return extensionOf(path) === extension
        ? `Burn what it describes: \`discwright burn ${file}\`.`
        : `Give it a name that ends with ${extension}, and burn that.`;
    case 'playlist':
      return 'Save it as .m3u8 with the player that made it, and burn that; or name its files.';
    case 'texts':
      return 'Give it with `--cd-text FILE`, once for each language.';
    case 'saved disc':
      return 'Put it into the drive: `--device sim:FILE`.';
    case 'trace':
      return `\`discwright trace show ${file}\` prints it, \`discwright report ${file}\` makes a page of it.`;
    case 'empty':
      return 'Leave it out, or create it again.';
    case 'picture':
    case 'text':
    case 'other':
      return asFile;
  }
}
