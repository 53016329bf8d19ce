import type { Command } from 'commander';
import { type DiscFileSystem, type FileSystemProblem, walkTree } from '../../image/index.ts';
import { ReportedFailure } from '../cli-error.ts';
import type { Context, ContextOf } from '../context.ts';
import { plural } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { volumeOf } from './list.ts';
import { addOpenOptions, IMAGE_ARGUMENT, type OpenImageOptions, withFileSystem } from './open-image.ts';
import { problemInWords } from './problem-words.ts';

interface CheckOptions extends OpenImageOptions {
  readonly read?: boolean;
}

export function addIsoCheck(iso: Command, contextOf: ContextOf): void {
  addOpenOptions(
    withExamples(iso.command('check'), {
      'the structures of an image and the contents of its files': 'iso check backup.iso --read',
    })
      .description('look for contradictions and damage in the file system of an image or a disc')
      .argument('[image]', IMAGE_ARGUMENT)
      .option('--read', 'also read all files'),
  ).action(async (image: string | undefined, options: CheckOptions, command: Command) => {
    const context = contextOf(command);
    const problems = await withFileSystem(context, image, options, (fileSystem) => check(context, fileSystem, options));
    if (problems.length > 0) throw new ReportedFailure();
  });
}

async function check(
  { output, interrupt }: Context,
  fileSystem: DiscFileSystem,
  { read = false }: CheckOptions,
): Promise<FileSystemProblem[]> {
  const problems: FileSystemProblem[] = [];
  for await (const problem of fileSystem.check()) {
    interrupt.signal.throwIfAborted();
    problems.push(problem);
  }
  const { root } = await fileSystem.scan();
  const nodes = [...walkTree(root)];
  const files = nodes.flatMap(({ path, node }) => (node.kind === 'file' ? [{ path, node }] : []));
  if (read) {
    for (const { path, node } of files) {
      interrupt.signal.throwIfAborted();
      const reason = await unreadable(() => node.openReader?.());
      if (reason !== undefined) problems.push({ path, reason });
    }
  }
  const value = {
    ...volumeOf(fileSystem),
    files: files.length,
    folders: nodes.filter(({ node }) => node.kind === 'folder').length,
  };
  output.result('iso-check', { ...value, problems }, () => [
    `${value.volumeName === '' ? 'A volume without a name' : value.volumeName}: ${value.available.join(', ')}; ${plural(value.files, 'file')}, ${plural(value.folders, 'folder')}`,
    ...(problems.length === 0
      ? [read ? 'No problems. All files can be read.' : 'No problems.']
      : [`${plural(problems.length, 'problem')}:`, ...problems.map((each) => `  ${problemInWords(each)}`)]),
  ]);
  return problems;
}

type Opened = { read(target: Uint8Array): Promise<number>; close(): Promise<void> };

/** Why a file cannot be read to its end. */
async function unreadable(open: () => Promise<Opened> | undefined): Promise<string | undefined> {
  const target = new Uint8Array(1_048_576);
  try {
    const reader = await open();
    while (reader !== undefined && (await reader.read(target)) === target.length);
    await reader?.close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
