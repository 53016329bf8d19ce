import { REVISION_FACTS, UDF_REVISIONS, type UdfRevision } from '../../filesystem/udf/revisions.ts';
import { membersInJson } from '../../json-values.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE as MediaType } from '../core/enums.ts';
import { FsiFileSystems } from '../core/enums-file-system.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { variantBool } from '../core/variant-bool.ts';
import { CD_BLOCKS, MEDIA_DEFAULTS } from './media-defaults.ts';

const ISO = FsiFileSystems.FsiFileSystemISO9660;
const ISO_JOLIET = FsiFileSystems.FsiFileSystemISO9660 + FsiFileSystems.FsiFileSystemJoliet;
const UDF = FsiFileSystems.FsiFileSystemUDF;
const ALL = ISO_JOLIET + UDF;
/** What can be made: Joliet only next to ISO 9660. */
const COMBINATIONS: readonly number[] = [ISO, ISO_JOLIET, UDF, ISO + UDF, ALL];
const UDF_102 = 0x102;
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
  #udfRevision: number = UDF_102;
  #redundantMetadata = true;

  /** @throws IMAPI_E_READONLY once the image is made */
  protected abstract requireWritable(member: string): void;

  protected get withJoliet(): boolean {
    return this.#fileSystems % UDF === ISO_JOLIET;
  }

  protected get withIso(): boolean {
    return this.#fileSystems % UDF !== 0;
  }

  /** The revision of the UDF file system that is to be made, if one is. */
  protected get udfToCreate(): UdfRevision | undefined {
    return this.#fileSystems < UDF ? undefined : revisionOf(this.#udfRevision);
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

  /** IFileSystemImage::get_VolumeNameUDF. */
  get volumeNameUDF(): string {
    return this.#volumeName;
  }

  /** IFileSystemImage::get_FileSystemsToCreate. Bits of FsiFileSystems; ISO 9660 and Joliet at first. */
  get fileSystemsToCreate(): number {
    return this.#fileSystems;
  }

  /** IFileSystemImage::put_FileSystemsToCreate. @throws IMAPI_E_INVALID_PARAM */
  set fileSystemsToCreate(value: number) {
    const member = 'fileSystemsToCreate';
    this.requireWritable(member);
    if (!COMBINATIONS.includes(value)) {
      const remedy =
        'Give FsiFileSystemISO9660, FsiFileSystemUDF or both, and FsiFileSystemJoliet only next to ISO 9660.';
      throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy });
    }
    this.#fileSystems = value;
  }

  /** IFileSystemImage::get_FileSystemsSupported. */
  get fileSystemsSupported(): number {
    return ALL;
  }

  /** IFileSystemImage::get_UDFRevision. 102h (1.02) at first. */
  get udfRevision(): number {
    return this.#udfRevision;
  }

  /** IFileSystemImage::put_UDFRevision. As UDF writes it: 250h is 2.50. @throws IMAPI_E_INVALID_PARAM */
  set udfRevision(value: number) {
    const member = 'udfRevision';
    this.requireWritable(member);
    if (revisionOf(value) === undefined) throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member });
    this.#udfRevision = value;
  }

  /** IFileSystemImage::get_UDFRevisionsSupported. */
  get udfRevisionsSupported(): readonly number[] {
    return UDF_REVISIONS.map((each) => REVISION_FACTS[each].code);
  }

  /** IFileSystemImage3::get_CreateRedundantUdfMetadataFiles. True at first. */
  get createRedundantUdfMetadataFiles(): boolean {
    return this.#redundantMetadata;
  }

  /** IFileSystemImage3::put_CreateRedundantUdfMetadataFiles. Of UDF 2.50 and later. */
  set createRedundantUdfMetadataFiles(value: boolean) {
    this.requireWritable('createRedundantUdfMetadataFiles');
    this.#redundantMetadata = value;
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

  /**
   * IFileSystemImage::ChooseImageDefaultsForMediaType. ISO 9660 and Joliet for CDs, UDF 1.02 too for DVDs, UDF 2.50 alone for Blu-ray
   * Discs.
   * @throws IMAPI_E_INVALID_PARAM for media that cannot be written
   */
  chooseImageDefaultsForMediaType(value: MediaType): void {
    const member = 'chooseImageDefaultsForMediaType()';
    this.requireWritable(member);
    const defaults = MEDIA_DEFAULTS[value];
    if (defaults === undefined)
      throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy: 'Give a medium that can be written.' });
    this.#fileSystems = defaults.fileSystems;
    this.#udfRevision = defaults.udfRevision;
    this.#freeMediaBlocks = defaults.blocks;
  }

  /** IFileSystemImage::get_StageFiles. Files are never copied first. */
  get stageFiles(): boolean {
    return false;
  }

  /** IFileSystemImage::put_StageFiles. @throws E_NOTIMPL for true */
  set stageFiles(value: boolean) {
    const member = 'stageFiles';
    const wanted = variantBool(value, member);
    this.requireWritable(member);
    if (!wanted) return;
    const remedy = 'Leave it false: files are read while the image is.';
    throw new ImapiError(HResult.E_NOTIMPL, { member, remedy });
  }

  #blocks(value: number, member: string): number {
    this.requireWritable(member);
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy: 'Give a number of blocks.' });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, [
      'volumeName',
      'fileSystemsToCreate',
      'sessionStartBlock',
      'freeMediaBlocks',
      'udfRevision',
      'iso9660InterchangeLevel',
    ]);
  }
}

const revisionOf = (code: number): UdfRevision | undefined =>
  UDF_REVISIONS.find((each) => REVISION_FACTS[each].code === code);
