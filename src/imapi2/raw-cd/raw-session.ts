import { FIRST_LEAD_OUT_BLOCKS, LEAD_IN_BLOCKS, PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { discInformation, readDiscState } from '../../drive/disc-state.ts';
import { msfOfPacked } from '../../mmc/commands/read-disc-information.ts';
import { DataBlockType } from '../../mmc/mode-pages/write-parameters.ts';
import { burn, DEFAULT_FIFO_BYTES, type RawBlockType, type Recipe, rawBlockTypes } from '../../write/index.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type { IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as SectorType } from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import type { ByteStream } from '../core/stream-data.ts';
import { TRACK_AT_ONCE_MEDIA } from '../format2/medium-check.ts';
import type { PreparedSession } from '../format2/prepared-writer.ts';
import { UpdateReporter } from '../format2/update-reporter.ts';
import { applyWriteSpeed, type SpeedRequest, sectorsPerSecond } from '../format2/write-speed.ts';
import type { IDiscFormat2RawCDEventArgs } from '../interfaces/index.ts';
import { TOC_BLOCKS, tocOfLeadIn } from './image-toc.ts';
import { RawImageBlocks } from './raw-image-blocks.ts';
import { rawImageRecipe, tracksOf } from './raw-image-recipe.ts';
import { sectorBytesOf } from './raw-image-stream.ts';
import { RAW_UPDATE } from './raw-update.ts';
import { blockTypeFor, sectorTypesOf } from './sector-types.ts';

export interface RawSessionOptions {
  readonly clientName: string;
  readonly bufferUnderrunFree: boolean;
  readonly speed: SpeedRequest | undefined;
}

export interface RawWrite {
  readonly sectorType: SectorType;
  /** Where the image begins. */
  readonly startLba: number;
  readonly signal: AbortSignal;
  readonly emit: (progress: IDiscFormat2RawCDEventArgs) => void;
}

const member = 'prepareMedia()';

/** From prepareMedia to releaseMedia: this program holds the drive and the tray is locked. */
export class RawPreparedSession implements PreparedSession {
  readonly #shared: SharedDrive;
  readonly #writer: object;
  readonly #clientName: string;
  readonly #mediaType: IMAPI_MEDIA_PHYSICAL_TYPE;
  readonly #held: readonly AsyncDisposable[];
  readonly startOfNextSession: number;
  readonly lastPossibleStartOfLeadout: number;
  readonly #blockTypes: readonly RawBlockType[];
  bufferUnderrunFree: boolean;
  #written = false;

  private constructor(
    shared: SharedDrive,
    writer: object,
    { clientName, bufferUnderrunFree }: RawSessionOptions,
    facts: Pick<RawPreparedSession, 'startOfNextSession' | 'lastPossibleStartOfLeadout'> & {
      readonly mediaType: IMAPI_MEDIA_PHYSICAL_TYPE;
      readonly blockTypes: readonly RawBlockType[];
    },
    held: readonly AsyncDisposable[],
  ) {
    this.#shared = shared;
    this.#writer = writer;
    this.#clientName = clientName;
    this.bufferUnderrunFree = bufferUnderrunFree;
    this.#mediaType = facts.mediaType;
    this.#blockTypes = facts.blockTypes;
    this.startOfNextSession = facts.startOfNextSession;
    this.lastPossibleStartOfLeadout = facts.lastPossibleStartOfLeadout;
    this.#held = held;
  }

  /** Takes the drive and checks the disc. Writes nothing; if anything fails, the drive is released. */
  static async open(
    shared: SharedDrive,
    writer: object,
    recorder: object,
    options: RawSessionOptions,
  ): Promise<RawPreparedSession> {
    shared.takeFor(writer, recorder, member);
    const { drive } = shared;
    const { clientName, speed } = options;
    const held: AsyncDisposable[] = [];
    try {
      const mediaType = await shared.mediaType();
      if (!TRACK_AT_ONCE_MEDIA.includes(mediaType))
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_MEDIA_IS_NOT_SUPPORTED, { member });
      const disc = await readDiscState(drive);
      if (disc.status !== 'blank') throw new ImapiError(HResult.E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK, { member });
      if (clientName === '') throw new ImapiError(HResult.E_IMAPI_DF2RAW_CLIENT_NAME_IS_NOT_VALID, { member });
      held.push(await drive.exclusive(clientName), await drive.preventRemoval());
      if (speed !== undefined) await applyWriteSpeed(drive, speed);
      const { lastSessionLeadInStart, lastPossibleLeadOutStart } = await discInformation(drive);
      const startOfNextSession = lbaOf(lastSessionLeadInStart) ?? -PREGAP_BLOCKS - LEAD_IN_BLOCKS;
      const lastPossibleStartOfLeadout = lbaOf(lastPossibleLeadOutStart) ?? disc.freeBlocks ?? 0;
      const blockTypes = await rawBlockTypes(drive);
      shared.sighting.claim(false, writer);
      const facts = { mediaType, blockTypes, startOfNextSession, lastPossibleStartOfLeadout };
      return new RawPreparedSession(shared, writer, options, facts, held);
    } catch (error) {
      for (const each of held.toReversed()) await Promise.resolve(each[Symbol.asyncDispose]()).catch(() => {});
      await shared.release(writer).catch(() => {});
      throw error;
    }
  }

  /** For the warning about a writer that was abandoned. */
  get inWords(): string {
    return `${this.#shared.drive.path},${this.#written ? ' after its image,' : ''}`;
  }

  get sectorTypes(): readonly SectorType[] {
    return sectorTypesOf(this.#blockTypes);
  }

  /**
   * Writes an image as the whole disc.
   * @throws DATA_BLOCK_TYPE_NOT_SUPPORTED, STREAM_NOT_SUPPORTED, STREAM_LEADIN_TOO_SHORT, NOT_ENOUGH_SPACE, MEDIA_IS_NOT_BLANK, REQUEST_CANCELLED; device errors
   */
  async write(stream: ByteStream, { sectorType, startLba, ...options }: RawWrite, caller: string): Promise<void> {
    if (this.#written) throw new ImapiError(HResult.E_IMAPI_DF2RAW_MEDIA_IS_NOT_BLANK, { member: caller });
    const blockType = blockTypeFor(sectorType, this.#blockTypes);
    if (blockType === undefined) {
      const remedy = 'Set requestedSectorType to one of supportedSectorTypes, and resultingImageType to the same.';
      throw new ImapiError(HResult.E_IMAPI_DF2RAW_DATA_BLOCK_TYPE_NOT_SUPPORTED, { member: caller, remedy });
    }
    const sendsPq = blockType === DataBlockType.RawPq;
    const image = new RawImageBlocks(stream, sectorBytesOf(sectorType), startLba, sendsPq);
    try {
      const toc = tocOfLeadIn(await image.look(TOC_BLOCKS));
      if (toc === undefined || toc.tracks[0]?.number !== 1) {
        const meaning = 'the image does not begin with a lead-in that lists its tracks';
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED, { member: caller, meaning });
      }
      if (startLba > this.startOfNextSession) {
        const meaning = `the image begins at LBA ${startLba}, after the disc's lead-in, which begins at ${this.startOfNextSession}`;
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_STREAM_LEADIN_TOO_SHORT, { member: caller, meaning });
      }
      if (toc.leadOutLba > this.lastPossibleStartOfLeadout) {
        const meaning = `the image's lead-out begins at LBA ${toc.leadOutLba}, but on this disc it can begin at ${this.lastPossibleStartOfLeadout} at the latest`;
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_NOT_ENOUGH_SPACE, { member: caller, meaning });
      }
      if (image.endLba < toc.leadOutLba + FIRST_LEAD_OUT_BLOCKS) {
        const meaning = 'the image ends before its lead-out does';
        throw new ImapiError(HResult.E_IMAPI_DF2RAW_STREAM_NOT_SUPPORTED, { member: caller, meaning });
      }
      await this.#burn(rawImageRecipe(image, blockType), image.endLba, tracksOf(toc), options, caller);
    } finally {
      this.#shared.whileWriting = undefined;
      await image.close();
    }
  }

  async #burn(
    recipe: Recipe,
    endLba: number,
    sources: ReturnType<typeof tracksOf>,
    { signal, emit }: Pick<RawWrite, 'signal' | 'emit'>,
    caller: string,
  ): Promise<void> {
    const { drive } = this.#shared;
    const speeds = await this.#shared.writeSpeeds().catch(() => []);
    const current = await this.#shared.currentSpeed().catch(() => undefined);
    const mediaType = this.#mediaType;
    this.#shared.whileWriting = {
      mediaType: async () => mediaType,
      blank: async () => true,
      writeSpeeds: async () => speeds,
      currentSpeed: async () => current,
    };
    const track = {
      startLba: this.startOfNextSession,
      lengthBlocks: endLba - this.startOfNextSession,
      writtenBlocks: 0,
      sectorsPerSecond: current === undefined ? undefined : sectorsPerSecond(current, mediaType),
      fifoBytes: DEFAULT_FIFO_BYTES,
    };
    const reporter = new UpdateReporter(drive.clock, RAW_UPDATE, track, emit);
    const { bufferUnderrunFree } = this;
    const options = { owner: this.#clientName, bufferUnderrunFree, signal, verify: 'none' } as const;
    this.#written = true;
    const { cancelled } = await reporter.follow(burn(drive, recipe, sources, options));
    if (cancelled) {
      const remedy = 'The disc is cut off and useless: erase a CD-RW, or use another disc. Call releaseMedia().';
      throw new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member: caller, remedy });
    }
    reporter.end();
  }

  /** Unlocks the tray and releases the drive. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      for (const each of this.#held.toReversed()) await each[Symbol.asyncDispose]();
    } finally {
      await this.#shared.release(this.#writer);
    }
  }
}

function lbaOf(packed: number | undefined): number | undefined {
  const msf = packed === undefined ? undefined : msfOfPacked(packed);
  return msf === undefined ? undefined : lbaOfMsf(msf);
}
