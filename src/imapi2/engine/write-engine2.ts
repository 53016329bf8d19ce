import { membersInJson } from '../../json-values.ts';
import { write10 } from '../../mmc/commands/write-10.ts';
import { write12 } from '../../mmc/commands/write-12.ts';
import { EventListeners, type UpdateEvent } from '../core/events.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, notBoundInWords } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { type ByteReader, measuredStream, type StreamData } from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import type {
  DWriteEngine2EventSource,
  DWriteEngine2Events,
  IDiscRecorder2Ex,
  IWriteEngine2,
  IWriteEngine2EventArgs,
} from '../interfaces/index.ts';

const INTERVAL_MS = 500;
const FASTEST = -1;

interface Section {
  readonly startLba: number;
  readonly sectorCount: number;
  readonly bytesPerSector: number;
  readonly bufferBytes: number;
}

/** Sends WRITE(10), or WRITE(12) with streaming, and nothing else, as IMAPI2's MsftWriteEngine2 does. */
export class WriteEngine2 implements IWriteEngine2, DWriteEngine2EventSource {
  #recorder: IDiscRecorder2Ex | null = null;
  #startingSectorsPerSecond = FASTEST;
  #endingSectorsPerSecond = FASTEST;
  #bytesPerSector = 0;
  #streaming = false;
  #cancel: AbortController | undefined;
  readonly #listeners = new EventListeners<UpdateEvent<IWriteEngine2, IWriteEngine2EventArgs>>('update');

  get recorder(): IDiscRecorder2Ex | null {
    return this.#recorder;
  }

  set recorder(value: IDiscRecorder2Ex | null) {
    const member = 'recorder';
    this.#requireIdle(member);
    if (value !== null && value !== undefined && bindingOf(value) === undefined) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, ...notBoundInWords(value) });
    }
    this.#recorder = value ?? null;
  }

  get useStreamingWrite12(): boolean {
    return this.#streaming;
  }

  set useStreamingWrite12(value: boolean) {
    const member = 'useStreamingWrite12';
    const streaming = variantBool(value, member);
    this.#requireIdle(member);
    this.#streaming = streaming;
  }

  get startingSectorsPerSecond(): number {
    return this.#startingSectorsPerSecond;
  }

  set startingSectorsPerSecond(value: number) {
    this.#startingSectorsPerSecond = requireSpeed(value, 'startingSectorsPerSecond');
  }

  get endingSectorsPerSecond(): number {
    return this.#endingSectorsPerSecond;
  }

  set endingSectorsPerSecond(value: number) {
    this.#endingSectorsPerSecond = requireSpeed(value, 'endingSectorsPerSecond');
  }

  get bytesPerSector(): number {
    return this.#bytesPerSector;
  }

  set bytesPerSector(value: number) {
    const member = 'bytesPerSector';
    this.#requireIdle(member);
    if (!Number.isSafeInteger(value) || value < 1 || value > 65_536) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: 'Give the bytes of a sector: 1 to 65,536.' });
    }
    this.#bytesPerSector = value;
  }

  get writeInProgress(): boolean {
    return this.#cancel !== undefined;
  }

  cancelWrite(): number {
    if (this.#cancel === undefined) return HResult.S_IMAPI_WRITE_NOT_IN_PROGRESS;
    this.#cancel.abort();
    return HResult.S_OK;
  }

  async writeSection(data: StreamData, startingBlockAddress: number, numberOfBlocks: number): Promise<void> {
    const member = 'writeSection()';
    try {
      if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      this.#requireIdle(member);
      const shared = this.#requireShared(member);
      const stream = measuredStream(data, 'the data');
      const bytesPerSector = this.#bytesPerSector;
      const valid = Number.isSafeInteger(startingBlockAddress) && Number.isSafeInteger(numberOfBlocks);
      if (!valid || numberOfBlocks < 1 || bytesPerSector === 0 || stream === undefined) throw invalid(member);
      if (stream.lengthBytes < numberOfBlocks * bytesPerSector) throw invalid(member);
      const cancel = new AbortController();
      this.#cancel = cancel;
      const reader = await stream.openReader();
      try {
        const section = {
          startLba: startingBlockAddress,
          sectorCount: numberOfBlocks,
          bytesPerSector,
          bufferBytes: bufferOf(shared, bytesPerSector),
        };
        await this.#write(shared, reader, section, cancel.signal, member);
      } finally {
        this.#cancel = undefined;
        await reader.close();
      }
    } catch (error) {
      throw ImapiError.from(error, member);
    }
  }

  on(event: 'update', listener: DWriteEngine2Events['update']): this {
    this.#listeners.add(event, listener);
    return this;
  }

  off(event: 'update', listener: DWriteEngine2Events['update']): this {
    this.#listeners.remove(event, listener);
    return this;
  }

  async #write(
    { drive }: SharedDrive,
    reader: ByteReader,
    section: Section,
    signal: AbortSignal,
    member: string,
  ): Promise<void> {
    const { startLba, sectorCount, bytesPerSector, bufferBytes } = section;
    let reportedMs = drive.clock.now();
    this.#report(section, 0, 0);
    for (let written = 0; written < sectorCount; ) {
      if (signal.aborted) {
        const remedy = `The last sector that was written is ${startLba + written - 1}. End the track, or erase the disc.`;
        throw new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member, remedy });
      }
      const lengthBlocks = Math.min(sectorCount - written, bufferBytes / bytesPerSector);
      const bytes = new Uint8Array(lengthBlocks * bytesPerSector);
      const got = await reader.read(bytes);
      if (got < bytes.length) throw new ImapiError(HResult.E_INVALIDARG, { member, meaning: 'the stream ended early' });
      if (drive.clock.now() - reportedMs >= INTERVAL_MS) {
        reportedMs = drive.clock.now();
        this.#report(section, written + lengthBlocks, written);
      }
      const place = { lba: startLba + written, lengthBlocks };
      await drive.execute(this.#streaming ? write12({ ...place, streaming: true }, bytes) : write10(place, bytes));
      written += lengthBlocks;
    }
    this.#report(section, sectorCount, sectorCount);
  }

  #report({ startLba, sectorCount, bytesPerSector, bufferBytes }: Section, read: number, written: number): void {
    const usedSystemBuffer = (read - written) * bytesPerSector;
    this.#listeners.notify(
      'update',
      this,
      Object.freeze({
        startLba,
        sectorCount,
        lastReadLba: startLba + read,
        lastWrittenLba: startLba + written,
        totalSystemBuffer: bufferBytes,
        usedSystemBuffer,
        freeSystemBuffer: bufferBytes - usedSystemBuffer,
      }),
    );
  }

  #requireShared(member: string): SharedDrive {
    if (this.#recorder === null) throw new ImapiError(HResult.E_POINTER, { member, remedy: 'Set recorder first.' });
    const binding = bindingOf(this.#recorder);
    if (binding === undefined) {
      throw new ImapiError(HResult['HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)'], { member });
    }
    const { shared } = binding;
    if (shared.writer !== undefined) throw new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, { member });
    if (shared.heldByOther(this.#recorder)) throw shared.heldError(member);
    return shared;
  }

  #requireIdle(member: string): void {
    if (this.#cancel === undefined) return;
    throw new ImapiError(HResult.E_FAIL, { member, meaning: 'a write is running', remedy: 'Wait for it to end.' });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, [
      'startingSectorsPerSecond',
      'endingSectorsPerSecond',
      'bytesPerSector',
      'useStreamingWrite12',
      'writeInProgress',
    ]);
  }
}

/** As many whole sectors as one command carries. */
const bufferOf = ({ drive }: SharedDrive, bytesPerSector: number): number =>
  Math.max(1, Math.floor(drive.transport.maxTransferBytes / bytesPerSector)) * bytesPerSector;

function requireSpeed(value: number, member: string): number {
  if (value === FASTEST || (Number.isSafeInteger(value) && value > 0)) return value;
  throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: 'Give sectors per second, or -1.' });
}

const invalid = (member: string): ImapiError =>
  new ImapiError(HResult.E_INVALIDARG, {
    member,
    remedy: 'Set bytesPerSector, and give a stream that is as long as the number of blocks.',
  });
