import { CD_BITS_PER_SAMPLE, CD_CHANNELS, CD_SAMPLE_RATE_HZ } from '../../cd/digital-audio.ts';
import { bytes, fromHex, struct, u24, u32 } from '../../codec/index.ts';
import { fileSystemError, type ImageError } from '../../image/image-error.ts';
import { WholeFile } from '../../image/whole-file.ts';
import { type FlacStreamInfo, type LibFlac, loadLibFlac } from './load-libflac.ts';

/** As the program flac compresses unless told otherwise. */
const COMPRESSION_LEVEL = 5;

/**
 * The fields of STREAMINFO that are known only at the end of a stream, and where they begin in the file (RFC 9639 8.2). The high
 * four bits of the number of samples stay zero: no disc has 2^32 of them.
 */
const STREAM_INFO_BYTE = 8;
const frameSizes = struct(6, { smallest: u24(0), largest: u24(3) });
const FRAME_SIZES_BYTE = STREAM_INFO_BYTE + 4;
const samplesAndMd5 = struct(20, { samples: u32(0), md5: bytes(4, 16) });
const SAMPLES_BYTE = STREAM_INFO_BYTE + 14;

/**
 * A FLAC file that appears under its name only when it is complete, made by libFLAC in this process. The encoder decodes what it
 * makes and compares.
 */
export class LibFlacFile implements AsyncDisposable {
  readonly #file: WholeFile;
  readonly #flac: LibFlac;
  readonly #encoder: number;
  #encoded: Uint8Array[] = [];
  #streamInfo: FlacStreamInfo | undefined;
  #ended = false;

  /** @throws ImageError */
  static async create(path: string, overwrite: boolean): Promise<LibFlacFile> {
    const flac = await loadLibFlac();
    const file = await WholeFile.create(path, { overwrite });
    try {
      return new LibFlacFile(flac, file);
    } catch (error) {
      await file[Symbol.asyncDispose]();
      throw error;
    }
  }

  private constructor(flac: LibFlac, file: WholeFile) {
    this.#flac = flac;
    this.#file = file;
    this.#encoder = flac.create_libflac_encoder(
      CD_SAMPLE_RATE_HZ,
      CD_CHANNELS,
      CD_BITS_PER_SAMPLE,
      COMPRESSION_LEVEL,
      0,
      true,
      0,
    );
    const begun = flac.init_encoder_stream(
      this.#encoder,
      // The memory is the encoder's own.
      (data, count) => void this.#encoded.push(data.slice(0, count)),
      (streamInfo) => {
        this.#streamInfo = streamInfo;
      },
      false,
    );
    if (begun === 0) return;
    flac.FLAC__stream_encoder_delete(this.#encoder);
    throw this.#failed(`libFLAC cannot begin (${begun})`);
  }

  get path(): string {
    return this.#file.path;
  }

  /** @throws ImageError */
  async write(samples: Uint8Array): Promise<void> {
    const frames = samples.length / (CD_CHANNELS * 2);
    const view = Buffer.from(samples.buffer, samples.byteOffset, samples.length);
    const values = Int32Array.from({ length: frames * CD_CHANNELS }, (_, index) => view.readInt16LE(2 * index));
    if (!this.#flac.FLAC__stream_encoder_process_interleaved(this.#encoder, values, frames)) {
      throw this.#failed('libFLAC failed to encode it');
    }
    await this.#writeEncoded();
  }

  /** @throws ImageError */
  async commit(): Promise<void> {
    const ended = this.#flac.FLAC__stream_encoder_finish(this.#encoder);
    const streamInfo = this.#streamInfo;
    if (!ended || streamInfo === undefined) throw this.#failed('what libFLAC encoded does not decode to the same');
    await this.#writeEncoded();
    const { min_framesize: smallest, max_framesize: largest, total_samples: samples, md5sum } = streamInfo;
    await this.#file.rewrite(FRAME_SIZES_BYTE, frameSizes.encode({ smallest, largest }));
    await this.#file.rewrite(SAMPLES_BYTE, samplesAndMd5.encode({ samples, md5: fromHex(md5sum) }));
    await this.#file.commit();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#flac.FLAC__stream_encoder_delete(this.#encoder);
    this.#ended = true;
    await this.#file[Symbol.asyncDispose]();
  }

  async #writeEncoded(): Promise<void> {
    for (const part of this.#encoded.splice(0)) await this.#file.write(part);
  }

  #failed(what: string): ImageError {
    return fileSystemError(this.path, new Error(what));
  }
}
