import {
  type DiscFileSystem,
  FileSystemError,
  openFileSystem,
  type PlannedImage,
  planIsoImage,
  planUdfImage,
  type TreeFolder,
  UDF_REVISIONS,
  type UdfRevision,
  type UdfVolumeFacts,
} from '../image/index.ts';
import { type BlockMedium, type Drive, discBlocks, type Multisession, readDiscState, SenseError } from '../index.ts';
import { CliError, UsageError } from './cli-error.ts';
import { refuseOption } from './options.ts';
import { withoutPaths } from './without-paths.ts';

/** What a file system is made with. */
export interface FileSystemOptions {
  readonly volume?: string;
  readonly joliet?: boolean;
  /** A revision; `usual` for that of the kind of disc; false for none. */
  readonly udf?: UdfRevision | 'usual' | false;
  readonly udfOnly?: boolean;
  readonly vat?: boolean;
  /** Keep the files of the last session. */
  readonly keep?: boolean;
  /** Those of them that are left out. */
  readonly remove?: readonly string[];
}

/** Reads the value of `--udf`; without one, it is empty. */
export function udfRevisionOf(value: string): UdfRevision | 'usual' {
  if (value === '') return 'usual';
  return UDF_REVISIONS.find((each) => each === value) ?? refuseOption('--udf', `must be ${UDF_REVISIONS.join(', ')}`);
}

/** @throws UsageError for options that contradict one another */
export function requireFileSystemOptions({
  joliet,
  udf,
  udfOnly = false,
  vat = false,
  keep,
  remove,
}: FileSystemOptions): void {
  const refuse = (reason: string, remedy: string) => new UsageError(reason, remedy);
  if (udfOnly && udf === false) throw refuse('--udf-only and --no-udf leave nothing', 'Leave one of them out');
  if (vat && !udfOnly)
    throw refuse('--vat needs --udf-only', 'ISO 9660 has no table of addresses that can grow: add --udf-only');
  if (udfOnly && joliet === false)
    throw refuse('--no-joliet is for ISO 9660, which --udf-only leaves out', 'Leave one of them out');
  if (keep === false && remove !== undefined)
    throw refuse(
      '--no-keep leaves all files of the last session out, and --remove some of them',
      'Leave one of them out',
    );
}

/** The last session of a disc. */
interface Previous {
  readonly volumeName: string;
  readonly iso9660: boolean;
  readonly udf: UdfVolumeFacts | undefined;
  tree(): Promise<TreeFolder>;
}

/** The kinds of file system that are made. */
interface Kind {
  readonly iso9660: boolean;
  readonly udf: UdfRevision | undefined;
  readonly vat: boolean;
}

/**
 * Lays out files for the place that they get, with those of the last session. Unless something else is asked for, the file systems are those
 * of the last session; on a DVD or BD otherwise ISO 9660 and UDF 1.02 together, which every system reads, on a CD ISO 9660.
 */
export async function planFileSystem(
  drive: Drive,
  tree: TreeFolder,
  { place, options }: { readonly place: Multisession; readonly options: FileSystemOptions },
): Promise<PlannedImage> {
  const { medium } = await readDiscState(drive);
  const found = await lastSession(drive, place, options);
  const kind = kindOf(options, medium, found);
  const kept = options.keep === false ? undefined : found;
  if (options.remove !== undefined && kept === undefined)
    throw new UsageError('--remove is for files of the last session, and the disc has none', 'Leave it out');
  const previous =
    kept === undefined || options.remove === undefined
      ? kept
      : { ...kept, tree: async () => withoutPaths(await kept.tree(), options.remove ?? []) };
  const shared = {
    startBlock: place.nextWritableLba ?? 0,
    volumeName: options.volume ?? previous?.volumeName ?? 'CDROM',
  };
  if (!kind.iso9660) {
    return planUdfImage(tree, {
      ...shared,
      virtual: kind.vat,
      ...(kind.udf === undefined ? {} : { revision: kind.udf }),
      ...(previous === undefined
        ? {}
        : { previous: { tree: previous.tree, ...(previous.udf === undefined ? {} : { udf: previous.udf }) } }),
    });
  }
  return planIsoImage(tree, {
    ...shared,
    joliet: options.joliet ?? true,
    ...(kind.udf === undefined ? {} : { udf: kind.udf }),
    ...(previous === undefined ? {} : { previous }),
  });
}

const WITH_TABLE: readonly (UdfRevision | undefined)[] = ['1.50', '2.00', '2.01'];

function kindOf(
  { udf, udfOnly = false, vat = false }: FileSystemOptions,
  medium: BlockMedium | undefined,
  previous: Previous | undefined,
): Kind {
  const isOverwritten = medium?.writeModel === 'overwrite';
  if (vat && isOverwritten)
    throw new UsageError(
      '--vat is for discs that are written once, and this one can be overwritten',
      'Leave it out: with --append, the UDF of this disc grows without a table',
    );
  const asked = udf === 'usual' || udf === false ? undefined : udf;
  const before = UDF_REVISIONS.find((each) => codeOf(each) === previous?.udf?.revision);
  if (udfOnly) {
    const own = asked ?? before ?? (medium !== undefined && !vat && isBluRay(medium) ? '2.50' : '2.01');
    return { iso9660: false, udf: vat && asked === undefined && !WITH_TABLE.includes(own) ? '2.01' : own, vat };
  }
  if (udf === undefined && previous !== undefined)
    return { iso9660: previous.iso9660, udf: before, vat: previous.udf?.virtualTableBlock !== undefined };
  const usual = udf === 'usual' || (udf === undefined && medium !== undefined) ? '1.02' : undefined;
  return { iso9660: true, udf: asked ?? usual, vat: false };
}

/** `2.50` is 0250h. */
const codeOf = (revision: UdfRevision): number => Number.parseInt(revision.replace('.', ''), 16);

/** An ECC block of BD is a cluster of 32 blocks. */
const isBluRay = ({ eccBlocks }: BlockMedium): boolean => eccBlocks > 16;

/** Undefined where the last session has no file system, as one with audio has none. */
async function lastSession(
  drive: Drive,
  { lastSessionStartLba, sessionOpen }: Multisession,
  { keep = true }: FileSystemOptions,
): Promise<Previous | undefined> {
  if (lastSessionStartLba === null || sessionOpen) return undefined;
  const { tracks } = await readDiscState(drive);
  const first = tracks.find(({ startLba }) => startLba === lastSessionStartLba);
  if (first?.kind !== 'data') return undefined;
  try {
    const blocks = await discBlocks(drive);
    const open = (names?: 'udf') =>
      openFileSystem(blocks, { sessionStart: lastSessionStartLba, ...(names === undefined ? {} : { names }) });
    const found = await open();
    const tree = keep ? await found.tree() : undefined;
    const udf = found.kind === 'udf' ? found : await unlessMissing(open('udf'));
    return {
      volumeName: found.volumeName,
      iso9660: found.kind === 'iso9660',
      udf: udf?.udf,
      tree: async () => tree ?? found.tree(),
    };
  } catch (error) {
    if (error instanceof FileSystemError && error.kind === 'not-found') return undefined;
    if (!(error instanceof FileSystemError || error instanceof SenseError)) throw error;
    if (!keep) return undefined;
    throw new CliError(
      `the files of the last session cannot be read, and would be lost from sight: ${error.message.replace(/\.$/, '')}`,
      'Nothing was written. Burn without them (--no-keep), or use another disc',
    );
  }
}

/** UDF is looked for where ISO 9660 was found: it may be there, or not, or be damaged, which does no harm to ISO 9660. */
async function unlessMissing(found: Promise<DiscFileSystem>): Promise<DiscFileSystem | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof FileSystemError || error instanceof SenseError) return undefined;
    throw error;
  }
}
