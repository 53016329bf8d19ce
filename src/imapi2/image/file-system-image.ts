import { planIsoImage } from '../../filesystem/iso9660/layout/plan-iso-image.ts';
import type { PlannedImage } from '../../filesystem/iso9660/layout/planned-image.ts';
import { type TreeFolder, walkTree } from '../../filesystem/tree/model.ts';
import { planUdfImage } from '../../filesystem/udf/layout/plan-udf-image.ts';
import { FsiItemType } from '../core/enums-file-system.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { BootOptions } from './boot-options.ts';
import { fileSystemFailure } from './file-system-failure.ts';
import { FileSystemImageResult } from './file-system-image-result.ts';
import { FsiDirectoryItem, partsOf } from './fsi-directory-item.ts';
import { FsiFileItem } from './fsi-file-item.ts';
import { requireName } from './fsi-item.ts';
import { ImageImports } from './image-imports.ts';

/**
 * Makes images of files and folders (IFileSystemImage, 2C941FE1-975B-59BE-A960-9A2A262853A5): ISO 9660, Joliet, UDF. No file is
 * read before the image is.
 */
export class FileSystemImage extends ImageImports {
  readonly #root: FsiDirectoryItem;
  #bootImageOptions: BootOptions | null = null;
  #made = false;

  constructor() {
    super();
    this.#root = new FsiDirectoryItem('');
    this.#root.attach({ fullPath: '', requireWritable: (member) => this.requireWritable(member) });
  }

  /** IFileSystemImage::get_Root. */
  get root(): FsiDirectoryItem {
    return this.#root;
  }

  /** IFileSystemImage::get_UsedBlocks. Of the image as it would be made now. */
  get usedBlocks(): Promise<number> {
    return this.#plan('usedBlocks').then(({ blocks }) => blocks);
  }

  /** IFileSystemImage::get_BootImageOptions. Null at first. */
  get bootImageOptions(): BootOptions | null {
    return this.#bootImageOptions;
  }

  /** IFileSystemImage::put_BootImageOptions. Null clears it. @throws IMAPI_E_BOOT_IMAGE_DATA, IMAPI_E_BOOT_OBJECT_CONFLICT */
  set bootImageOptions(value: BootOptions | null) {
    const member = 'bootImageOptions';
    this.requireWritable(member);
    if (value !== null && this.multisessionInterfaces.length > 0 && this.sessionStartBlock > 0) {
      throw new ImapiError(HResult.IMAPI_E_BOOT_OBJECT_CONFLICT, { member });
    }
    if (value !== null && !(value instanceof BootOptions)) {
      const meaning = `${givenInWords(value)} is not boot options`;
      throw new ImapiError(HResult.E_INVALIDARG, { member, meaning, remedy: 'Give a BootOptions, or null.' });
    }
    value?.toBootImage(member);
    this.#bootImageOptions = value;
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
      const boot = this.#bootImageOptions?.toBootImage(member);
      return await planIsoImage(this.#root.toNode(), {
        ...shared,
        joliet: this.withJoliet,
        rockRidge: false,
        level: this.isoLevel,
        padBlocks: 0,
        ...(boot === undefined ? {} : { boot: [boot] }),
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
}
