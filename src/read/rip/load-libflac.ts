import { createRequire } from 'node:module';

/** What is used of libflacjs, which encodes FLAC. */
export interface LibFlac {
  isReady(): boolean;
  on(event: 'ready', listener: () => void): void;
  /** @returns 0 if there is no memory for it */
  create_libflac_encoder(
    sampleRateHz: number,
    channels: number,
    bitsPerSample: number,
    compressionLevel: number,
    totalSamples: number,
    verify: boolean,
    blockSize: number,
  ): number;
  /** @returns 0 for success */
  init_encoder_stream(
    encoder: number,
    write: (data: Uint8Array, bytes: number) => void,
    metadata: (streamInfo: FlacStreamInfo | undefined) => void,
    isOgg: boolean,
  ): number;
  FLAC__stream_encoder_process_interleaved(encoder: number, samples: Int32Array, frames: number): boolean;
  FLAC__stream_encoder_finish(encoder: number): boolean;
  FLAC__stream_encoder_delete(encoder: number): void;
}

/** What the encoder knows at the end of a stream. */
export interface FlacStreamInfo {
  readonly min_framesize: number;
  readonly max_framesize: number;
  readonly total_samples: number;
  /** In hexadecimal. */
  readonly md5sum: string;
}

export const LIBFLAC_PACKAGE = 'libflacjs';

const requirePackage = createRequire(import.meta.url);

/** Whether the package is installed. Does not load it. */
export function hasLibFlac(): boolean {
  try {
    requirePackage.resolve(LIBFLAC_PACKAGE);
    return true;
  } catch {
    return false;
  }
}

let loading: Promise<LibFlac> | undefined;

/**
 * libflacjs 5.6 fetches its WebAssembly by a path, which Node.js' fetch refuses: without fetch it reads the file
 * (findings/libflacjs-wasm-fetch.sh).
 * @throws Error if it is not installed
 */
export function loadLibFlac(): Promise<LibFlac> {
  loading ??= new Promise((resolve) => {
    const { fetch } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, 'fetch');
      const flac: LibFlac = requirePackage(LIBFLAC_PACKAGE)('min.wasm');
      if (flac.isReady()) resolve(flac);
      else flac.on('ready', () => resolve(flac));
    } finally {
      globalThis.fetch = fetch;
    }
  });
  return loading;
}
