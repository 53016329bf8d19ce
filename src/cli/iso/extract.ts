import type { Command } from 'commander';
import { type ExtractResult, extractTree, findInTree, type TreeFolder, type TreeNode } from '../../image/index.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { Context, ContextOf } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { plural } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { naming } from '../options.ts';
import { displayOn } from '../progress/display.ts';
import { addOpenOptions, type OpenImageOptions, withFileSystem } from './open-image.ts';
import { problemInWords } from './problem-words.ts';

interface ExtractOptions extends OpenImageOptions {
  readonly output?: string;
}

export function addIsoExtract(iso: Command, contextOf: ContextOf): void {
  addOpenOptions(
    withExamples(iso.command('extract'), {
      'everything in an image': 'iso extract backup.iso --output restored',
      'one folder of the disc in a drive': 'iso extract - letters --device /dev/sr0 --output found',
    })
      .description(
        'extract files from an image, or with --device alone from a disc; nothing is overwritten, and nothing is written outside the folder',
      )
      .argument('[image]', 'an image of a data track; - for the disc in the drive of --device')
      .argument('[path...]', 'only these files and folders')
      .option('-o, --output <folder>', 'where to', naming('--output', 'a folder')),
  ).action(async (image: string | undefined, paths: readonly string[], options: ExtractOptions, command: Command) => {
    const context = contextOf(command);
    const { output } = options;
    if (output === undefined) throw new UsageError('no folder to extract to was given', 'Give --output FOLDER');
    await withFileSystem(context, image === '-' ? undefined : image, options, async (fileSystem) => {
      const { root, problems } = await fileSystem.scan();
      const result = await run(context, output, chosen(root, paths));
      const { skipped, ...counts } = result;
      context.output.result('iso-extract', { folder: output, ...counts, skipped, problems }, () => [
        `${output}: ${plural(result.files, 'file')}, ${plural(result.folders, 'folder')}, ${plural(result.links, 'symbolic link')}, ${result.extractedBytes} bytes`,
      ]);
      for (const { path, reason } of skipped) context.output.note(`warning: ${path} was left out: ${reason}`);
      for (const problem of problems) context.output.note(`warning: ${problemInWords(problem)}`);
      if (problems.length > 0)
        throw new CliError('not all of the image could be read', 'What is missing is named above', ExitCode.Failed);
    });
  });
}

/** A tree with only these paths, under their whole paths. */
function chosen(root: TreeFolder, paths: readonly string[]): TreeFolder {
  if (paths.length === 0) return root;
  let tree: TreeFolder = { ...root, children: [] };
  for (const path of paths) {
    const names = path.split('/').filter((name) => name !== '');
    const node = findInTree(root, path);
    if (node === undefined || names.length === 0)
      throw new UsageError(`there is no ${path} in the image`, 'See `discwright iso list`');
    tree = withNode(tree, root, names.slice(0, -1), node);
  }
  return tree;
}

function withNode(tree: TreeFolder, source: TreeFolder, folders: readonly string[], node: TreeNode): TreeFolder {
  const [name, ...rest] = folders;
  const others = (but: string) => tree.children.filter((child) => child.name !== but);
  if (name === undefined) return { ...tree, children: [...others(node.name), node] };
  const own = source.children.find((child) => child.name === name) as TreeFolder;
  const found = tree.children.find((child) => child.name === name);
  const child = found?.kind === 'folder' ? found : { ...own, children: [] };
  return { ...tree, children: [...others(name), withNode(child, own, rest, node)] };
}

async function run({ output, interrupt }: Context, folder: string, tree: TreeFolder): Promise<ExtractResult> {
  const display = await displayOn(output.progressStream, output);
  const extracting = extractTree(tree, folder, { signal: interrupt.signal });
  try {
    for (;;) {
      const { done, value } = await extracting.next();
      if (done) return value;
      const { extractedBytes, totalBytes } = value;
      const fraction = totalBytes === 0 ? 1 : extractedBytes / totalBytes;
      const progress = { phase: 'extracting', doneBytes: extractedBytes, totalBytes } as const;
      display.show({ title: `Extracting to ${folder}`, fraction, details: [] }, progress);
    }
  } finally {
    display.end();
  }
}
