import { type TreeFolder, walkTree } from '../../filesystem/tree/model.ts';
import { FsiFileSystems } from '../core/enums-file-system.ts';
import { EventListeners } from '../core/events.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { IDiscRecorder2, IMultisession } from '../interfaces/index.ts';
import { discIdentifier } from './disc-identifier.ts';
import { fileSystemFailure } from './file-system-failure.ts';
import { ImageSettings, LONGEST_VOLUME_NAME } from './image-settings.ts';
import { importPlace, isMultisession, sharedOf, usedMultisession } from './import-place.ts';
import { importTree } from './import-tree.ts';
import { MEDIA_DEFAULTS } from './media-defaults.ts';

type Events<Image> = {
  readonly update: readonly [object: Image, currentFile: string, copiedSectors: number, totalSectors: number];
  readonly updateImport: readonly [
    object: Image,
    fileSystem: number,
    currentItem: string,
    importedDirectoryItems: number,
    totalDirectoryItems: number,
    importedFileItems: number,
    totalFileItems: number,
  ];
};

/** What an image has of the disc that it is for: its defaults, its room, and the files of its last session. */
export abstract class ImageImports extends ImageSettings {
  #importedVolumeName = '';
  #discIdentifier: string | undefined;
  #multisession: readonly IMultisession[] = [];
  readonly #listeners = new EventListeners<Events<this>>('update', 'updateImport');

  /** Puts the files of a session into the tree. */
  protected abstract putTree(tree: TreeFolder, member: string): void;

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

  /** IFileSystemImage::get_ImportedVolumeName. Empty unless a session was imported. */
  get importedVolumeName(): string {
    return this.#importedVolumeName;
  }

  /** IFileSystemImage::ChooseImageDefaults. For the disc in a drive: file systems, room, and where the image begins. @throws E_POINTER, MEDIA_INCOMPATIBLE, device errors */
  async chooseImageDefaults(discRecorder: IDiscRecorder2): Promise<void> {
    const member = 'chooseImageDefaults()';
    const shared = sharedOf(discRecorder, member);
    try {
      const type = await shared.mediaType();
      if (MEDIA_DEFAULTS[type] === undefined) {
        const remedy = 'Insert a disc that can be written.';
        throw new ImapiError(HResult.E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE, { member, remedy });
      }
      this.chooseImageDefaultsForMediaType(type);
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

  /**
   * IFileSystemImage::put_MultisessionInterfaces. Those of the writer, before a session is imported. Of those that are in use, the
   * one counts that suits the disc.
   * @throws IMAPI_E_BAD_MULTISESSION_PARAMETER
   */
  set multisessionInterfaces(value: readonly IMultisession[]) {
    const member = 'multisessionInterfaces';
    this.requireWritable(member);
    if (!Array.isArray(value) || !value.every(isMultisession)) {
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
    requireOneFileSystem(fileSystemToUse, member);
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
    const used = await usedMultisession(this.#multisession, member);
    try {
      const { shared, sessionStart, nextBlock, freeBlocks } = await importPlace(used, member);
      const found = await importTree.read(shared.drive, sessionStart, fileSystem);
      this.putTree(found.tree, member);
      this.#notifyImport(found.tree, found.fileSystem);
      this.#importedVolumeName = found.volumeName;
      if (this.volumeName === '') this.volumeName = found.volumeName.slice(0, LONGEST_VOLUME_NAME);
      this.sessionStartBlock = nextBlock;
      this.freeMediaBlocks = freeBlocks;
      this.#discIdentifier = await discIdentifier(shared.drive);
      return found.fileSystem;
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_IMPORT_READ_FAILURE);
    }
  }

  /**
   * IFileSystemImage::CalculateDiscIdentifier. A string of the disc in the drive of {@link multisessionInterfaces} and of what is on it:
   * the same as the `discId` of the result of {@link importFileSystem} until the disc is written to, or another is inserted.
   * @throws IMAPI_E_MULTISESSION_NOT_SET, device errors
   */
  async calculateDiscIdentifier(): Promise<string> {
    const member = 'calculateDiscIdentifier()';
    const [first] = this.#multisession;
    if (first === undefined) throw new ImapiError(HResult.IMAPI_E_MULTISESSION_NOT_SET, { member });
    const { drive } = sharedOf(first.importRecorder, member);
    try {
      return await discIdentifier(drive);
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_IMPORT_READ_FAILURE);
    }
  }

  /**
   * IFileSystemImage3::ProbeSpecificFileSystem. Whether {@link importSpecificFileSystem} would find this file system, so that files can
   * be added to it.
   * @throws IMAPI_E_INVALID_PARAM, IMAPI_E_MULTISESSION_NOT_SET, device errors
   */
  async probeSpecificFileSystem(fileSystemToProbe: number): Promise<boolean> {
    const member = 'probeSpecificFileSystem()';
    requireOneFileSystem(fileSystemToProbe, member);
    try {
      const used = await usedMultisession(this.#multisession, member);
      const { shared, sessionStart } = await importPlace(used, member);
      await importTree.read(shared.drive, sessionStart, fileSystemToProbe);
      return true;
    } catch (error) {
      const failure = fileSystemFailure(error, member, HResult.IMAPI_E_IMPORT_READ_FAILURE);
      if (NOT_APPENDABLE.includes(failure.hresult)) return false;
      throw failure;
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

  /** DFileSystemImageEvents::Update: each file as it is laid out. DFileSystemImageImportEvents::UpdateImport: each item of a session. */
  on<Event extends keyof Events<this>>(event: Event, listener: (...facts: Events<this>[Event]) => void): this {
    this.#listeners.add(event, listener);
    return this;
  }

  off<Event extends keyof Events<this>>(event: Event, listener: (...facts: Events<this>[Event]) => void): this {
    this.#listeners.remove(event, listener);
    return this;
  }

  /** Not of IMAPI2: of the disc that a session was imported from. */
  protected get importedDisc(): string | undefined {
    return this.#discIdentifier;
  }

  protected notifyUpdate(currentFile: string, copiedSectors: number, totalSectors: number): void {
    this.#listeners.notify('update', this, currentFile, copiedSectors, totalSectors);
  }

  #notifyImport(tree: TreeFolder, fileSystem: number): void {
    if (!this.#listeners.any) return;
    const nodes = [...walkTree(tree)];
    const folders = nodes.filter(({ node }) => node.kind === 'folder').length;
    const counts = { folder: 0, file: 0 };
    for (const { path, node } of nodes) {
      counts[node.kind === 'folder' ? 'folder' : 'file']++;
      const item = `\\${path.replaceAll('/', '\\')}`;
      const all = [counts.folder, folders, counts.file, nodes.length - folders] as const;
      this.#listeners.notify('updateImport', this, fileSystem, item, ...all);
    }
  }
}

/** Why nothing can be added, where that is an answer and not a failure. */
const NOT_APPENDABLE: readonly number[] = [
  HResult.IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE,
  HResult.IMAPI_E_EMPTY_DISC,
  HResult.IMAPI_E_NO_SUPPORTED_FILE_SYSTEM,
  HResult.IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED,
  HResult.IMAPI_E_FILE_SYSTEM_READ_CONSISTENCY_ERROR,
  HResult.IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION,
];

const { FsiFileSystemISO9660: ISO, FsiFileSystemJoliet: JOLIET, FsiFileSystemUDF: UDF } = FsiFileSystems;
const ONE_FILE_SYSTEM: readonly number[] = [ISO, JOLIET, UDF];

function requireOneFileSystem(fileSystem: number, member: string): void {
  if (ONE_FILE_SYSTEM.includes(fileSystem)) return;
  const remedy = 'Give FsiFileSystemISO9660, FsiFileSystemJoliet or FsiFileSystemUDF.';
  throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy });
}
