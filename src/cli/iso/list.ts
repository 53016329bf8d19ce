import type { Command } from 'commander';
import { type DiscFileSystem, type PlacedNode, walkTree } from '../../image/index.ts';
import { CliError } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { table } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { addOpenOptions, IMAGE_ARGUMENT, type OpenImageOptions, withFileSystem } from './open-image.ts';
import { problemInWords } from './problem-words.ts';

export function addIsoList(iso: Command, contextOf: ContextOf): void {
  addOpenOptions(
    withExamples(iso.command('list'), {
      'an image': 'iso list backup.iso',
      'the disc in a drive': 'iso list --device /dev/sr0',
    })
      .description('list the files and folders of an image or a disc: ISO 9660 (Rock Ridge, Joliet) or UDF')
      .argument('[image]', IMAGE_ARGUMENT),
  ).action(async (image: string | undefined, options: OpenImageOptions, command: Command) => {
    const context = contextOf(command);
    const { problems } = await withFileSystem(context, image, options, async (fileSystem) => {
      const scanned = await fileSystem.scan();
      const nodes = [...walkTree(scanned.root)];
      context.output.result(
        'iso-list',
        { ...volumeOf(fileSystem), entries: nodes.map(entryOf), problems: scanned.problems },
        () => linesOf(nodes),
      );
      return scanned;
    });
    for (const problem of problems) context.output.note(`warning: ${problemInWords(problem)}`);
    if (problems.length > 0)
      throw new CliError('not all of the folders could be read', 'What is missing is named above', ExitCode.Failed);
  });
}

export const volumeOf = ({ kind, names, available, volumeName, created, endBlock, boot }: DiscFileSystem) => ({
  kind,
  names,
  available,
  volumeName,
  created: created?.toISOString() ?? null,
  endBlock,
  boot,
});

const entryOf = ({ path, node }: PlacedNode) => {
  const { kind, mode, uid, gid, modified } = node;
  const shared = { path, kind, mode, uid, gid, modified: modified?.toISOString() };
  if (node.kind === 'file') return { ...shared, lengthBytes: node.lengthBytes, extents: node.extents ?? [] };
  if (node.kind === 'link') return { ...shared, target: node.target };
  if (node.kind === 'device') return { ...shared, device: node.device, major: node.major, minor: node.minor };
  return shared;
};

const LETTERS = { file: '-', folder: 'd', link: 'l', block: 'b', character: 'c', pipe: 'p', socket: 's' } as const;

/** As `ls -l` shows it. */
function permissionsOf({ node }: PlacedNode): string {
  const kind = LETTERS[node.kind === 'device' ? node.device : node.kind];
  if (node.mode === undefined) return `${kind}?????????`;
  const digits = (node.mode % 0o1000).toString(8).padStart(3, '0');
  return kind + [...digits].map((digit) => TRIPLES[Number(digit)]).join('');
}

const TRIPLES = ['---', '--x', '-w-', '-wx', 'r--', 'r-x', 'rw-', 'rwx'] as const;

function linesOf(nodes: readonly PlacedNode[]): string[] {
  if (nodes.length === 0) return ['The image has no files.'];
  const rows = nodes.map((each) => {
    const { path, node } = each;
    const date = node.modified?.toISOString().slice(0, 16).replace('T', ' ') ?? '';
    const length = node.kind === 'file' ? String(node.lengthBytes) : '';
    const name = node.kind === 'link' ? `${path} -> ${node.target}` : node.kind === 'folder' ? `${path}/` : path;
    return [permissionsOf(each), length, date, name.replaceAll('\n', '\\n')];
  });
  return table([['', 'bytes', 'UTC', ''], ...rows], '');
}
