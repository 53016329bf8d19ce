import type { BlockReader } from '../../block-reader.ts';
import type { BootEntry, DiscFileSystem, FileSystemProblem, ScannedTree } from '../../disc-file-system.ts';
import { damaged } from '../../filesystem-error.ts';
import type { TreeFolder } from '../../tree/model.ts';
import { directoryRecord } from '../directory-record.ts';
import type { CatalogEntry } from '../el-torito.ts';
import { decodeUcs2 } from '../ucs2.ts';
import type { VolumeDescriptor } from '../volume-descriptors.ts';
import { checkIso } from './check-iso.ts';
import { isSelf, readRecords } from './directory.ts';
import { requireInPlace } from './misplaced.ts';
import { readSystemUse } from './read-system-use.ts';
import { readBootCatalog, readVolume, type Volume } from './read-volume.ts';
import { type FolderOnDisc, type IsoNames, type Naming, type RecordWatch, TreeScan } from './scan-tree.ts';

/** CD-ROM XA has its own fourteen bytes before the entries, even in the root. */
const XA_BYTES = 14;
const ROCK_RIDGE: readonly string[] = ['RRIP_1991A', 'IEEE_P1282', 'IEEE_1282'];

/** An ISO 9660 volume, read by the best names that it has, or by those that are asked for. */
export class IsoFileSystem implements DiscFileSystem {
  readonly kind = 'iso9660';
  readonly names: IsoNames;
  readonly available: readonly IsoNames[];
  readonly boot: readonly BootEntry[];
  readonly volume: Volume;
  readonly #reader: BlockReader;
  readonly #skippedBytes: number | undefined;
  readonly #bootProblem: string | undefined;

  private constructor(
    reader: BlockReader,
    volume: Volume,
    names: IsoNames,
    available: readonly IsoNames[],
    skippedBytes: number | undefined,
    catalog: { readonly entries: readonly CatalogEntry[]; readonly problem?: string },
  ) {
    this.#reader = reader;
    this.volume = volume;
    this.names = names;
    this.available = available;
    this.#skippedBytes = skippedBytes;
    this.boot = catalog.entries;
    this.#bootProblem = catalog.problem;
  }

  /**
   * @param sessionStart the address of the session's first block
   * @returns undefined if there is no ISO 9660 volume, or it does not have these names
   * @throws FileSystemError of kind `damaged`
   */
  static async open(
    reader: BlockReader,
    { sessionStart = 0, names }: { readonly sessionStart?: number; readonly names?: IsoNames } = {},
  ): Promise<IsoFileSystem | undefined> {
    const volume = await readVolume(reader, sessionStart);
    if (volume === undefined) return undefined;
    await requireInPlace(reader, sessionStart, rootOf(volume.primary).block);
    const skippedBytes = await rockRidgeSkip(reader, rootOf(volume.primary));
    const available: IsoNames[] = [
      ...(skippedBytes === undefined ? [] : (['rock-ridge'] as const)),
      ...(volume.joliet === undefined ? [] : (['joliet'] as const)),
      'iso9660',
    ];
    const chosen = names ?? available[0] ?? 'iso9660';
    if (!available.includes(chosen)) return undefined;
    const catalog =
      volume.catalogBlock === undefined ? { entries: [] } : await readBootCatalog(reader, volume.catalogBlock);
    return new IsoFileSystem(reader, volume, chosen, available, skippedBytes, catalog);
  }

  get #descriptor(): VolumeDescriptor {
    return (this.names === 'joliet' ? this.volume.joliet : undefined) ?? this.volume.primary;
  }

  get volumeName(): string {
    return this.#descriptor.volumeIdentifier;
  }

  get created(): Date | undefined {
    return this.volume.primary.created;
  }

  get modified(): Date | undefined {
    return this.volume.primary.modified;
  }

  get endBlock(): number {
    return this.volume.primary.volumeSpaceBlocks;
  }

  async tree(): Promise<TreeFolder> {
    const { root, problems } = await this.scan();
    const [first] = problems;
    if (first === undefined) return root;
    throw damaged(`${first.path === '' ? 'the root folder' : first.path}: ${first.reason}`, first.lba);
  }

  scan(): Promise<ScannedTree> {
    return this.scanNames(this.names);
  }

  /** The same with other names that it has. @param watch sees every record */
  scanNames(names: IsoNames, watch?: RecordWatch): Promise<ScannedTree> {
    const { primary, joliet } = this.volume;
    const descriptor = (names === 'joliet' ? joliet : undefined) ?? primary;
    return new TreeScan(this.#reader, this.#namingOf(names), watch).run(rootOf(descriptor));
  }

  #namingOf(names: IsoNames): Naming {
    if (names === 'joliet') return { nameOf: jolietName, skippedBytes: undefined };
    return { nameOf: isoName, skippedBytes: names === 'rock-ridge' ? this.#skippedBytes : undefined };
  }

  async *check(): AsyncGenerator<FileSystemProblem, void, void> {
    if (this.#bootProblem !== undefined) yield { path: '', reason: this.#bootProblem, lba: this.volume.catalogBlock };
    yield* checkIso(this.#reader, this);
  }
}

export function rootOf({ rootRecord }: VolumeDescriptor): FolderOnDisc {
  const { extentBlock, extendedAttributeBlocks, dataBytes } = directoryRecord.decode(rootRecord);
  return { block: extentBlock + extendedAttributeBlocks, lengthBytes: dataBytes };
}

/** How many bytes come before the system use entries, if there are Rock Ridge's. */
async function rockRidgeSkip(reader: BlockReader, { block }: FolderOnDisc): Promise<number | undefined> {
  const place = { block, lengthBytes: 1, path: '' };
  for await (const found of readRecords(
    reader,
    place,
    () => true,
    () => {},
  )) {
    if (!isSelf(found)) return undefined;
    for (const before of [0, XA_BYTES]) {
      const use = await readSystemUse(reader, found.systemUse.subarray(before), () => {});
      if (use.skippedBytes === undefined) continue;
      const isRockRidge = use.mode !== undefined || use.extensions.some((each) => ROCK_RIDGE.includes(each));
      return isRockRidge ? use.skippedBytes : undefined;
    }
    return undefined;
  }
  return undefined;
}

const VERSION = /;\d*$/;

/** Without the version, and without the full stop of a name that has no extension. */
const isoName = (identifier: Uint8Array): string =>
  Buffer.from(identifier).toString('latin1').replace(VERSION, '').replace(/\.$/, '');

const jolietName = (identifier: Uint8Array): string => decodeUcs2(identifier).replace(VERSION, '');
