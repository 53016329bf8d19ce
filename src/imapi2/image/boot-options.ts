import type { BootImage } from '../../filesystem/iso9660/layout/options.ts';
import { membersInJson } from '../../json-values.ts';
import { EmulationType, PlatformId } from '../core/enums-file-system.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { ByteStream, StreamData } from '../core/stream-data.ts';
import { fileData } from './fsi-file-item.ts';

/** What a computer can be started from (IBootOptions, 2C941FD4-975B-59BE-A960-9A2A262853A5). */
export class BootOptions {
  #image: ByteStream | undefined;
  #manufacturer = '';
  #platformId: PlatformId = PlatformId.PlatformX86;
  #emulation: EmulationType = EmulationType.EmulationNone;

  /** IBootOptions::get_BootImage. Null until it is assigned. */
  get bootImage(): ByteStream | null {
    return this.#image ?? null;
  }

  /** IBootOptions::get_Manufacturer. Empty at first. */
  get manufacturer(): string {
    return this.#manufacturer;
  }

  /** IBootOptions::put_Manufacturer. Kept; El Torito images made here do not have it. @throws IMAPI_E_INVALID_PARAM */
  set manufacturer(value: string) {
    if (typeof value !== 'string' || !/^[\x20-\x7e]{0,24}$/.test(value)) throw this.#invalid('manufacturer');
    this.#manufacturer = value;
  }

  /** IBootOptions::get_PlatformId. A BIOS at first. */
  get platformId(): PlatformId {
    return this.#platformId;
  }

  /** IBootOptions::put_PlatformId. @throws IMAPI_E_INVALID_PARAM */
  set platformId(value: PlatformId) {
    if (!Object.values(PlatformId).includes(value)) throw this.#invalid('platformId');
    this.#platformId = value;
  }

  /** IBootOptions::get_Emulation. None. */
  get emulation(): EmulationType {
    return this.#emulation;
  }

  /** IBootOptions::put_Emulation. No floppy or hard disk is emulated here. @throws IMAPI_E_INVALID_PARAM */
  set emulation(value: EmulationType) {
    if (value !== EmulationType.EmulationNone) throw this.#invalid('emulation');
    this.#emulation = value;
  }

  /** IBootOptions::get_ImageSize. Bytes. */
  get imageSize(): number {
    return this.#image?.lengthBytes ?? 0;
  }

  /** IBootOptions::AssignBootImage. @throws E_POINTER, IMAPI_E_BOOT_IMAGE_DATA */
  assignBootImage(newVal: StreamData): void {
    const member = 'assignBootImage()';
    const stream = fileData(newVal, member);
    if (stream.lengthBytes === 0 || !stream.repeatable)
      throw new ImapiError(HResult.IMAPI_E_BOOT_IMAGE_DATA, { member });
    this.#image = stream;
  }

  /** Not of IMAPI2: the entry for the image. @throws IMAPI_E_BOOT_IMAGE_DATA */
  toBootImage(member: string): BootImage {
    const image = this.#image;
    if (image === undefined) throw new ImapiError(HResult.IMAPI_E_BOOT_IMAGE_DATA, { member });
    return {
      platform: this.#platformId,
      file: { kind: 'file', name: 'boot image', lengthBytes: image.lengthBytes, openReader: () => image.openReader() },
    };
  }

  #invalid(member: string): ImapiError {
    return new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['manufacturer', 'platformId', 'emulation', 'imageSize']);
  }
}
