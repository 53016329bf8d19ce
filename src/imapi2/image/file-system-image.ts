import { planIsoImage } from '../../filesystem/iso9660/layout/plan-iso-image.ts';
import type { PlannedImage } from '../../filesystem/iso9660/layout/planned-image.ts';
import { type TreeFolder, walkTree } from '../../filesystem/tree/model.ts';
import { planUdfImage } from '../../filesystem/udf/layout/plan-udf-image.ts';
import { membersInJson } from '../../json-values.ts';
import { FsiItemType } from '../core/enums-file-system.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { BootOptions } from './boot-options.ts';
import { ChangeLog } from './change-log.ts';
import { fileSystemFailure } from './file-system-failure.ts';
import { FileSystemImageResult } from './file-system-image-result.ts';
import { FsiDirectoryItem, partsOf } from './fsi-directory-item.ts';
import { FsiFileItem } from './fsi-file-item.ts';
import { type ItemParent, requireName } from './fsi-item.ts';
import { ImageImports } from './image-imports.ts';
import { nameIn } from './recorded-names.ts';

/** IMAPI2FS_BOOT_ENTRY_COUNT_MAX. */
const MOST_BOOT_IMAGES = 32;

/**
 * Makes images of files and folders (IFileSystemImage, 2C941FE1-975B-59BE-A960-9A2A262853A5): ISO 9660, Joliet, UDF. No file is
 * read before the image is.
 */
export class FileSystemImage extends ImageImports {
  readonly #root: FsiDirectoryItem;
  #boot: readonly BootOptions[] = [];
  readonly #changes = new ChangeLog();
  #made = false;

  constructor() {
    super();
    this.#root = new FsiDirectoryItem('');
    this.#root.attach(this.#above());
  }

  /** IFileSystemImage::get_Root. */
  get root(): FsiDirectoryItem {
    return this.#root;
  }

  /** IFileSystemImage::get_UsedBlocks. Of the image as it would be made now. */
  get usedBlocks(): Promise<number> {
    return this.#plan('usedBlocks').then(({ blocks }) => blocks);
  }

  /** IFileSystemImage::get_BootImageOptions. The first one; null at first. */
  get bootImageOptions(): BootOptions | null {
    return this.#boot[0] ?? null;
  }

  /** IFileSystemImage::put_BootImageOptions. Null clears it. @throws IMAPI_E_BOOT_IMAGE_DATA, IMAPI_E_BOOT_OBJECT_CONFLICT */
  set bootImageOptions(value: BootOptions | null) {
    this.#setBoot(value === null ? [] : [value], 'bootImageOptions');
  }

  /** IFileSystemImage2::get_BootImageOptionsArray. Empty at first. */
  get bootImageOptionsArray(): readonly BootOptions[] {
    return this.#boot;
  }

  /**
   * IFileSystemImage2::put_BootImageOptionsArray. For computers of several kinds: the first is the default one. Up to 32.
   * @throws E_INVALIDARG, IMAPI_E_BOOT_IMAGE_DATA, IMAPI_E_BOOT_OBJECT_CONFLICT
   */
  set bootImageOptionsArray(value: readonly BootOptions[]) {
    const member = 'bootImageOptionsArray';
    if (!Array.isArray(value) || value.length > MOST_BOOT_IMAGES) {
      const remedy = `Give an array of up to ${MOST_BOOT_IMAGES} BootOptions.`;
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy });
    }
    this.#setBoot(value, member);
  }

  /** IFileSystemImage::get_ChangePoint. How often the tree was changed: 0 at first. */
  get changePoint(): number {
    return this.#changes.point;
  }

  /** IFileSystemImage::RollbackToChangePoint. Undoes what came after it in the tree. @throws IMAPI_E_INVALID_PARAM, IMAPI_E_READONLY */
  rollbackToChangePoint(changePoint: number): void {
    const member = 'rollbackToChangePoint()';
    this.requireWritable(member);
    this.#changes.rollbackTo(changePoint, member);
  }

  /** IFileSystemImage::LockInChangePoint. What was changed so far is no longer undone. @throws IMAPI_E_READONLY */
  lockInChangePoint(): void {
    this.requireWritable('lockInChangePoint()');
    this.#changes.lockIn();
  }

  /** IFileSystemImage::get_FileCount. */
  get fileCount(): number {
    return [...walkTree(this.#root.toNode())].filter(({ node }) => node.kind === 'file').length;
  }

  /** IFileSystemImage::get_DirectoryCount. Without the root. */
  get directoryCount(): number {
    return [...walkTree(this.#root.toNode())].filter(({ node }) => node.kind === 'folder').length;
  }

  /** IFileSystemImage::Exists. @returns FsiItemNotFound, FsiItemDirectory or FsiItemFile @throws IMAPI_E_INVALID_PATH */
  exists(fullPath: string): FsiItemType {
    const item = this.#root.find(partsOf(fullPath, 'exists()'));
    if (item === undefined) return FsiItemType.FsiItemNotFound;
    return item instanceof FsiDirectoryItem ? FsiItemType.FsiItemDirectory : FsiItemType.FsiItemFile;
  }

  /** IFileSystemImage::CreateDirectoryItem. For `add()` of a folder. @throws IMAPI_E_INVALID_PARAM */
  createDirectoryItem(name: string): FsiDirectoryItem {
    return new FsiDirectoryItem(requireName(name, 'createDirectoryItem()'));
  }

  /** IFileSystemImage::CreateFileItem. For `add()` of a folder, once its `data` is set. @throws IMAPI_E_INVALID_PARAM */
  createFileItem(name: string): FsiFileItem {
    return new FsiFileItem(requireName(name, 'createFileItem()'));
  }

  /**
   * IFileSystemImage::CreateResultImage. Lays the image out; after that, nothing can be changed.
   * @throws IMAPI_E_READONLY, IMAPI_E_IMAGE_TOO_BIG, IMAPI_E_INVALID_PARAM for a tree that cannot be recorded
   */
  async createResultImage(): Promise<FileSystemImageResult> {
    const member = 'createResultImage()';
    this.requireWritable(member);
    const image = await this.#plan(member);
    if (image.blocks > this.freeMediaBlocks) {
      const meaning = `the image has ${image.blocks} blocks, and ${this.freeMediaBlocks} fit`;
      throw new ImapiError(HResult.IMAPI_E_IMAGE_TOO_BIG, { member, meaning });
    }
    this.#made = true;
    const total = image.blocks;
    for (const { path, startBlock, blocks } of image.files()) {
      this.notifyUpdate(`\\${path.replaceAll('/', '\\')}`, startBlock - image.startBlock + blocks, total);
    }
    return new FileSystemImageResult(image, this.importedDisc);
  }

  #setBoot(value: readonly BootOptions[], member: string): void {
    this.requireWritable(member);
    if (value.length > 0 && this.multisessionInterfaces.length > 0 && this.sessionStartBlock > 0) {
      throw new ImapiError(HResult.IMAPI_E_BOOT_OBJECT_CONFLICT, { member });
    }
    for (const each of value) {
      if (!(each instanceof BootOptions)) {
        const meaning = `${givenInWords(each)} is not boot options`;
        throw new ImapiError(HResult.E_INVALIDARG, { member, meaning, remedy: 'Give a BootOptions, or null.' });
      }
      each.toBootImage(member);
    }
    this.#boot = Object.freeze([...value]);
  }

  /** What the root is in. */
  #above(): ItemParent {
    const level = () => this.isoLevel;
    return {
      fullPath: '',
      get isoLevel() {
        return level();
      },
      fileSystemPath: () => '',
      recordedName: (_item, fileSystem, member) => {
        nameIn(fileSystem, '', [], undefined, member);
        return '';
      },
      changed: (undo) => this.#changes.add(undo),
      requireWritable: (member) => this.requireWritable(member),
    };
  }

  async #plan(member: string): Promise<PlannedImage> {
    try {
      const udf = this.udfToCreate;
      const shared = {
        ...(this.volumeName === '' ? {} : { volumeName: this.volumeName }),
        startBlock: this.sessionStartBlock,
        previous: { tree: async () => this.#root.toNode(true) },
        metadataMirror: this.createRedundantUdfMetadataFiles,
      };
      if (udf !== undefined && !this.withIso)
        return await planUdfImage(this.#root.toNode(), { ...shared, revision: udf });
      const boot = this.#boot.map((each) => each.toBootImage(member));
      return await planIsoImage(this.#root.toNode(), {
        ...shared,
        joliet: this.withJoliet,
        rockRidge: false,
        level: this.isoLevel,
        padBlocks: 0,
        boot,
        ...(udf === undefined ? {} : { udf }),
      });
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_DATA_STREAM_READ_FAILURE);
    }
  }

  protected override putTree(tree: TreeFolder, member: string): void {
    this.#root.addNodes(tree, member);
  }

  protected override requireWritable(member: string): void {
    if (this.#made) throw new ImapiError(HResult.IMAPI_E_READONLY, { member });
  }

  /** What it holds, as plain data, for logs. */
  override toJSON(): object {
    return { ...super.toJSON(), ...membersInJson(this, ['fileCount', 'directoryCount', 'bootImageOptions']) };
  }
}
