import { planIsoImage } from '../../filesystem/iso9660/layout/plan-iso-image.ts';
import type { PlannedImage } from '../../filesystem/iso9660/layout/planned-image.ts';
import { walkTree } from '../../filesystem/tree/model.ts';
import { planUdfImage } from '../../filesystem/udf/layout/plan-udf-image.ts';
import { FsiItemType } from '../core/enums-file-system.ts';
import { EventListeners } from '../core/events.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, notBoundInWords } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import type { IDiscRecorder2, IMultisession, IMultisessionSequential } from '../interfaces/index.ts';
import { BootOptions } from './boot-options.ts';
import { fileSystemFailure } from './file-system-failure.ts';
import { FileSystemImageResult } from './file-system-image-result.ts';
import { FsiDirectoryItem, partsOf } from './fsi-directory-item.ts';
import { FsiFileItem } from './fsi-file-item.ts';
import { requireName } from './fsi-item.ts';
import { ImageSettings, LONGEST_VOLUME_NAME } from './image-settings.ts';
import { importTree } from './import-tree.ts';

type Events = {
  readonly update: readonly [object: FileSystemImage, currentFile: string, copiedSectors: number, totalSectors: number];
};

/**
 * Makes images of files and folders (IFileSystemImage, 2C941FE1-975B-59BE-A960-9A2A262853A5): ISO 9660, Joliet, UDF. No file is
 * read before the image is.
 */
export class FileSystemImage extends ImageSettings {
  readonly #root: FsiDirectoryItem;
  #importedVolumeName = '';
  #bootImageOptions: BootOptions | null = null;
  #multisession: readonly IMultisession[] = [];
  #made = false;
  readonly #listeners = new EventListeners<Events>('update');

  constructor() {
    super();
    this.#root = new FsiDirectoryItem('');
    this.#root.attach({ fullPath: '', requireWritable: (member) => this.requireWritable(member) });
  }

  /** IFileSystemImage::get_Root. */
  get root(): FsiDirectoryItem {
    return this.#root;
  }

  /** IFileSystemImage::SetMaxMediaBlocksFromDevice. @throws E_POINTER, device errors */
  async setMaxMediaBlocksFromDevice(discRecorder: IDiscRecorder2): Promise<void> {
    const member = 'setMaxMediaBlocksFromDevice()';
    this.requireWritable(member);
    const shared = sharedOf(discRecorder, member);
    try {
      const { freeBlocks } = await importTree.freeOf(shared.drive);
      this.freeMediaBlocks = freeBlocks;
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_FSI_INTERNAL_ERROR);
    }
  }

  /** IFileSystemImage::get_UsedBlocks. Of the image as it would be made now. */
  get usedBlocks(): Promise<number> {
    return this.#plan('usedBlocks').then(({ blocks }) => blocks);
  }

  /** IFileSystemImage::get_ImportedVolumeName. Empty unless a session was imported. */
  get importedVolumeName(): string {
    return this.#importedVolumeName;
  }

  /** IFileSystemImage::get_BootImageOptions. Null at first. */
  get bootImageOptions(): BootOptions | null {
    return this.#bootImageOptions;
  }

  /** IFileSystemImage::put_BootImageOptions. Null clears it. @throws IMAPI_E_BOOT_IMAGE_DATA, IMAPI_E_BOOT_OBJECT_CONFLICT */
  set bootImageOptions(value: BootOptions | null) {
    const member = 'bootImageOptions';
    this.requireWritable(member);
    if (value !== null && this.#multisession.length > 0 && this.sessionStartBlock > 0) {
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

  /** IFileSystemImage::ChooseImageDefaults. For the disc in a drive: file systems, room, and where the image begins. */
  async chooseImageDefaults(discRecorder: IDiscRecorder2): Promise<void> {
    const member = 'chooseImageDefaults()';
    const shared = sharedOf(discRecorder, member);
    try {
      this.chooseImageDefaultsForMediaType(await shared.mediaType());
      const { freeBlocks, nextLba } = await importTree.freeOf(shared.drive);
      this.freeMediaBlocks = freeBlocks;
      this.sessionStartBlock = nextLba;
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_FSI_INTERNAL_ERROR);
    }
  }

  /** IFileSystemImage::get_MultisessionInterfaces. None at first. */
  get multisessionInterfaces(): readonly IMultisession[] {
    return this.#multisession;
  }

  /** IFileSystemImage::put_MultisessionInterfaces. Those of the writer, before a session is imported. @throws IMAPI_E_BAD_MULTISESSION_PARAMETER */
  set multisessionInterfaces(value: readonly IMultisession[]) {
    const member = 'multisessionInterfaces';
    this.requireWritable(member);
    if (!Array.isArray(value) || !value.every(isSequential)) {
      throw new ImapiError(HResult.IMAPI_E_BAD_MULTISESSION_PARAMETER, { member });
    }
    this.#multisession = value;
  }

  /**
   * IFileSystemImage::ImportFileSystem. Puts the files of the disc's last session into the tree, and begins the image after them.
   * @returns the file system: a bit of FsiFileSystems
   * @throws IMAPI_E_MULTISESSION_NOT_SET, IMAPI_E_EMPTY_DISC, IMAPI_E_NO_SUPPORTED_FILE_SYSTEM, device errors
   */
  importFileSystem(): Promise<number> {
    return this.#import('importFileSystem()');
  }

  /**
   * IFileSystemImage::ImportSpecificFileSystem. The same, by the names of this file system.
   * @throws IMAPI_E_INVALID_PARAM, IMAPI_E_FILE_SYSTEM_NOT_FOUND, and as importFileSystem()
   */
  async importSpecificFileSystem(fileSystemToUse: number): Promise<void> {
    const member = 'importSpecificFileSystem()';
    if (![1, 2, 4].includes(fileSystemToUse)) throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member });
    try {
      await this.#import(member, fileSystemToUse);
    } catch (error) {
      const isMissing = error instanceof ImapiError && error.hresult === HResult.IMAPI_E_NO_SUPPORTED_FILE_SYSTEM;
      throw isMissing ? new ImapiError(HResult.IMAPI_E_FILE_SYSTEM_NOT_FOUND, { member, cause: error }) : error;
    }
  }

  /**
   * IFileSystemImage::GetDefaultFileSystemForImport. Which of these importFileSystem() would take: names in full first.
   * @throws IMAPI_E_INVALID_PARAM if there is none among them
   */
  getDefaultFileSystemForImport(fileSystems: number): number {
    const found = importTree.preferred(fileSystems);
    if (found !== 0) return found;
    throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member: 'getDefaultFileSystemForImport()' });
  }

  async #import(member: string, fileSystem?: number): Promise<number> {
    this.requireWritable(member);
    const used = this.#multisession.filter(isSequential).find(({ inUse }) => inUse);
    if (used === undefined) throw new ImapiError(HResult.IMAPI_E_MULTISESSION_NOT_SET, { member });
    const { drive } = sharedOf(used.importRecorder, member);
    const sessionStart = await used.startAddressOfPreviousSession;
    // Sessions of audio have no files.
    if (sessionStart < 0 || (await used.isFirstDataSession))
      throw new ImapiError(HResult.IMAPI_E_EMPTY_DISC, { member });
    try {
      const found = await importTree.read(drive, sessionStart, fileSystem);
      this.#root.addNodes(found.tree, member);
      this.#importedVolumeName = found.volumeName;
      if (this.volumeName === '') this.volumeName = found.volumeName.slice(0, LONGEST_VOLUME_NAME);
      this.sessionStartBlock = await used.nextWritableAddress;
      this.freeMediaBlocks = await used.freeSectorsOnMedia;
      return found.fileSystem;
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_IMPORT_READ_FAILURE);
    }
  }

  /** IFileSystemImage::IdentifyFileSystemsOnDisc. Bits of FsiFileSystems; 0 for none. @throws E_POINTER, device errors */
  async identifyFileSystemsOnDisc(discRecorder: IDiscRecorder2): Promise<number> {
    const member = 'identifyFileSystemsOnDisc()';
    const { drive } = sharedOf(discRecorder, member);
    try {
      return await importTree.identify(drive);
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_IMPORT_READ_FAILURE);
    }
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
      this.#listeners.notify(
        'update',
        this,
        `\\${path.replaceAll('/', '\\')}`,
        startBlock - image.startBlock + blocks,
        total,
      );
    }
    return new FileSystemImageResult(image);
  }

  /** DFileSystemImageEvents::Update: each file as it is laid out. */
  on(event: 'update', listener: (...facts: Events['update']) => void): this {
    this.#listeners.add(event, listener);
    return this;
  }

  off(event: 'update', listener: (...facts: Events['update']) => void): this {
    this.#listeners.remove(event, listener);
    return this;
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

  protected override requireWritable(member: string): void {
    if (this.#made) throw new ImapiError(HResult.IMAPI_E_READONLY, { member });
  }
}

const isSequential = (each: unknown): each is IMultisessionSequential =>
  typeof each === 'object' && each !== null && 'nextWritableAddress' in each && 'importRecorder' in each;

function sharedOf(recorder: IDiscRecorder2 | null | undefined, member: string): SharedDrive {
  if (recorder === null || recorder === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const binding = bindingOf(recorder);
  if (binding !== undefined) return binding.shared;
  throw new ImapiError(HResult.E_POINTER, { member, ...notBoundInWords(recorder) });
}
