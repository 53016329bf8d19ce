import { IMAPI_MEDIA_PHYSICAL_TYPE as MediaType } from '../core/enums.ts';
import { FsiFileSystems } from '../core/enums-file-system.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/** What can be made: ISO 9660, and Joliet with it. */
const ISO = FsiFileSystems.FsiFileSystemISO9660;
const ISO_JOLIET = FsiFileSystems.FsiFileSystemISO9660 + FsiFileSystems.FsiFileSystemJoliet;
/** What an 80-minute CD has room for: 79:59:74, without lead-in and run-out. */
const CD_BLOCKS = 359_847;
const LEVELS: readonly number[] = [1, 2, 3];
export const LONGEST_VOLUME_NAME = 32;
const JOLIET_VOLUME_NAME = 16;

type IsoLevel = 1 | 2 | 3;

/** What is set of an image before it is made. */
export abstract class ImageSettings {
  #sessionStartBlock = 0;
  #freeMediaBlocks = CD_BLOCKS;
  #volumeName = '';
  #fileSystems: number = ISO_JOLIET;
  #level: number = 3;

  /** @throws IMAPI_E_READONLY once the image is made */
  protected abstract requireWritable(member: string): void;

  protected get withJoliet(): boolean {
    return this.#fileSystems === ISO_JOLIET;
  }

  protected get isoLevel(): IsoLevel {
    return this.#level as IsoLevel;
  }

  /** IFileSystemImage::get_SessionStartBlock. 0 at first. */
  get sessionStartBlock(): number {
    return this.#sessionStartBlock;
  }

  /** IFileSystemImage::put_SessionStartBlock. LBA of the image's first block. @throws IMAPI_E_INVALID_PARAM */
  set sessionStartBlock(value: number) {
    this.#sessionStartBlock = this.#blocks(value, 'sessionStartBlock');
  }

  /** IFileSystemImage::get_FreeMediaBlocks. How long the image may be. */
  get freeMediaBlocks(): number {
    return this.#freeMediaBlocks;
  }

  /** IFileSystemImage::put_FreeMediaBlocks. @throws IMAPI_E_INVALID_PARAM */
  set freeMediaBlocks(value: number) {
    this.#freeMediaBlocks = this.#blocks(value, 'freeMediaBlocks');
  }

  /** IFileSystemImage::get_VolumeName. Empty at first: then it is CDROM. */
  get volumeName(): string {
    return this.#volumeName;
  }

  /** IFileSystemImage::put_VolumeName. @throws IMAPI_E_INVALID_VOLUME_NAME */
  set volumeName(value: string) {
    const member = 'volumeName';
    this.requireWritable(member);
    if (typeof value !== 'string' || value.length > LONGEST_VOLUME_NAME || /\p{Cc}/u.test(value)) {
      throw new ImapiError(HResult.IMAPI_E_INVALID_VOLUME_NAME, { member });
    }
    this.#volumeName = value;
  }

  /** IFileSystemImage::get_VolumeNameISO9660. */
  get volumeNameISO9660(): string {
    return this.#volumeName.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
  }

  /** IFileSystemImage::get_VolumeNameJoliet. */
  get volumeNameJoliet(): string {
    return this.#volumeName.slice(0, JOLIET_VOLUME_NAME);
  }

  /** IFileSystemImage::get_FileSystemsToCreate. Bits of FsiFileSystems; ISO 9660 and Joliet at first. */
  get fileSystemsToCreate(): number {
    return this.#fileSystems;
  }

  /** IFileSystemImage::put_FileSystemsToCreate. UDF is not made yet. @throws IMAPI_E_INVALID_PARAM */
  set fileSystemsToCreate(value: number) {
    const member = 'fileSystemsToCreate';
    this.requireWritable(member);
    if (value !== ISO && value !== ISO_JOLIET) {
      const remedy = 'Give FsiFileSystemISO9660, or that and FsiFileSystemJoliet. UDF is not made yet.';
      throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy });
    }
    this.#fileSystems = value;
  }

  /** IFileSystemImage::get_FileSystemsSupported. */
  get fileSystemsSupported(): number {
    return ISO_JOLIET;
  }

  /** IFileSystemImage::get_ISO9660InterchangeLevel. 3 at first. */
  get iso9660InterchangeLevel(): number {
    return this.#level;
  }

  /** IFileSystemImage::put_ISO9660InterchangeLevel. @throws IMAPI_E_INVALID_PARAM */
  set iso9660InterchangeLevel(value: number) {
    const member = 'iso9660InterchangeLevel';
    this.requireWritable(member);
    if (!LEVELS.includes(value)) throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member });
    this.#level = value;
  }

  /** IFileSystemImage::get_ISO9660InterchangeLevelsSupported. */
  get iso9660InterchangeLevelsSupported(): readonly number[] {
    return LEVELS;
  }

  /** IFileSystemImage::ChooseImageDefaultsForMediaType. @throws IMAPI_E_INVALID_PARAM for media that are not written yet */
  chooseImageDefaultsForMediaType(value: MediaType): void {
    const member = 'chooseImageDefaultsForMediaType()';
    this.requireWritable(member);
    if (value !== MediaType.IMAPI_MEDIA_TYPE_CDR && value !== MediaType.IMAPI_MEDIA_TYPE_CDRW) {
      throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy: 'Use a CD-R or CD-RW.' });
    }
    this.#fileSystems = ISO_JOLIET;
    this.#freeMediaBlocks = CD_BLOCKS;
  }

  #blocks(value: number, member: string): number {
    this.requireWritable(member);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy: 'Give a number of blocks.' });
  }
}
