import { stat } from 'node:fs/promises';
import { READ_BLOCK_BYTES } from '../../filesystem/block-reader.ts';
import { isUdfRecognized } from '../../filesystem/udf/volume.ts';
import { membersInJson } from '../../json-values.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { ByteStream, StreamData } from '../core/stream-data.ts';
import { fileStream } from './file-stream.ts';
import { fileData } from './fsi-file-item.ts';

/** ECMA-119 6.2.1: where volume descriptors begin. */
const DESCRIPTORS_LBA = 16;
/** Up to UDF's first anchor: what the check reads. */
const CHECKED_BLOCKS = 257;
/** COM counts blocks in a LONG. */
const MOST_BLOCKS = 2 ** 31 - 1;

/** Takes an image that is there already, for `DiscFormat2Data.write()` (IIsoImageManager, 6CA38BE5-FBBB-4800-95A1-A438865EB0D4). */
export class IsoImageManager {
  #path = '';
  #stream: ByteStream | null = null;

  /** IIsoImageManager::get_Path. Empty unless {@link setPath} was called last. */
  get path(): string {
    return this.#path;
  }

  /** IIsoImageManager::get_Stream. Null at first. */
  get stream(): ByteStream | null {
    return this.#stream;
  }

  /** IIsoImageManager::SetPath. @throws IMAPI_E_INVALID_PATH for what is not a file that can be read */
  async setPath(val: string): Promise<void> {
    const member = 'setPath()';
    const invalid = (meaning: string, cause?: unknown) =>
      new ImapiError(HResult.IMAPI_E_INVALID_PATH, { member, meaning, ...(cause === undefined ? {} : { cause }) });
    if (typeof val !== 'string' || val === '' || val.includes('\0'))
      throw invalid(`${givenInWords(val)} is not a path`);
    try {
      const found = await stat(val);
      if (!found.isFile()) throw invalid(`${val} is not a file`);
      this.#stream = fileStream(val, found.size);
      this.#path = val;
    } catch (error) {
      throw error instanceof ImapiError ? error : invalid(`${val} cannot be read`, error);
    }
  }

  /** IIsoImageManager::SetStream. @throws E_POINTER, IMAPI_E_DATA_STREAM_CREATE_FAILURE for data whose length is not known */
  setStream(data: StreamData): void {
    this.#stream = fileData(data, 'setStream()');
    this.#path = '';
  }

  /**
   * IIsoImageManager::Validate. Checks that the image has whole blocks, and volume descriptors of ISO 9660 or UDF.
   * @throws IMAPI_E_IMAGEMANAGER_NO_IMAGE, IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED, IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG,
   * IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND
   */
  async validate(): Promise<void> {
    const member = 'validate()';
    const stream = this.#stream;
    if (stream === null) throw new ImapiError(HResult.IMAPI_E_IMAGEMANAGER_NO_IMAGE, { member });
    const blocks = stream.lengthBytes / READ_BLOCK_BYTES;
    if (!Number.isInteger(blocks)) {
      const meaning = `the image has ${stream.lengthBytes} bytes, not whole blocks of ${READ_BLOCK_BYTES}`;
      throw new ImapiError(HResult.IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED, { member, meaning });
    }
    if (blocks > MOST_BLOCKS) throw new ImapiError(HResult.IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG, { member });
    if (!(await hasDescriptors(stream, member)))
      throw new ImapiError(HResult.IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND, { member });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['path']);
  }
}

async function hasDescriptors(stream: ByteStream, member: string): Promise<boolean> {
  const bytes = new Uint8Array(CHECKED_BLOCKS * READ_BLOCK_BYTES);
  let got: number;
  try {
    const reader = await stream.openReader();
    try {
      got = await reader.read(bytes);
    } finally {
      await reader.close();
    }
  } catch (cause) {
    throw new ImapiError(HResult.IMAPI_E_DATA_STREAM_READ_FAILURE, { member, cause });
  }
  const whole = Math.floor(got / READ_BLOCK_BYTES);
  const first = bytes.subarray(DESCRIPTORS_LBA * READ_BLOCK_BYTES, (DESCRIPTORS_LBA + 1) * READ_BLOCK_BYTES);
  if (whole > DESCRIPTORS_LBA && Buffer.from(first.subarray(1, 6)).toString('latin1') === 'CD001') return true;
  const endBlock = whole;
  return isUdfRecognized(
    {
      endBlock,
      readBlocks: async (lba, count) =>
        bytes.slice(lba * READ_BLOCK_BYTES, Math.min(endBlock, lba + count) * READ_BLOCK_BYTES),
    },
    0,
  );
}
