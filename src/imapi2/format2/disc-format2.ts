import { isBlockMedium, writeModelOf } from '../../drive/block-medium.ts';
import { currentProfile, knownProfile } from '../../drive/current-profile.ts';
import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, notBoundInWords, type RecorderIdentity } from '../core/recorder-binding.ts';
import type { MediumFacts, SharedDrive } from '../core/shared-drive.ts';
import type { IDiscFormat2, IDiscRecorder2, IWriteSpeedDescriptor } from '../interfaces/index.ts';
import { seemsBlank } from './heuristically-blank.ts';
import { isPureCav, sectorsPerSecond, writeSpeedDescriptor } from './write-speed.ts';

/** What every format writer reports about a recorder and the disc in it, whatever it writes. */
export abstract class DiscFormat2 implements IDiscFormat2 {
  abstract get recorder(): IDiscRecorder2 | null;
  abstract get supportedMediaTypes(): readonly IMAPI_MEDIA_PHYSICAL_TYPE[];
  /** The result of members without a recorder, unless they have their own. */
  protected abstract readonly noRecorder: number;
  /** The result of put_Recorder for an unsuitable recorder. */
  protected abstract readonly recorderNotSupported: number;
  /** Whether the drive can do what the format needs. */
  protected abstract supports(identity: RecorderIdentity): boolean;

  isRecorderSupported(recorder: IDiscRecorder2): Promise<boolean> {
    return this.call('isRecorderSupported()', async (member) => {
      if (recorder === null || recorder === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const binding = bindingOf(recorder);
      return binding !== undefined && this.supports(binding.identity);
    });
  }

  isCurrentMediaSupported(recorder: IDiscRecorder2): Promise<boolean> {
    return this.call('isCurrentMediaSupported()', async (member) => {
      const binding = recorder === null || recorder === undefined ? undefined : bindingOf(recorder);
      if (binding === undefined) throw new ImapiError(HResult.E_POINTER, { member });
      const { shared, identity } = binding;
      const mediaType = await shared.ask(() => shared.medium.mediaType());
      return this.supports(identity) && this.supportedMediaTypes.includes(mediaType);
    });
  }

  get mediaPhysicallyBlank(): Promise<boolean> {
    return this.#ask('mediaPhysicallyBlank', (medium) => medium.blank(), HResult.E_POINTER);
  }

  get mediaHeuristicallyBlank(): Promise<boolean> {
    return this.call('mediaHeuristicallyBlank', async (member) => {
      const shared = this.requireDrive(member, HResult.E_POINTER);
      return shared.ask(async () => {
        const blank = await shared.medium.blank();
        if (blank || shared.whileWriting !== undefined || !(await isOverwrittenProfile(shared.drive))) return blank;
        return seemsBlank(shared.drive, await readDiscState(shared.drive));
      });
    });
  }

  get currentPhysicalMediaType(): Promise<IMAPI_MEDIA_PHYSICAL_TYPE> {
    return this.#ask('currentPhysicalMediaType', (medium) => medium.mediaType());
  }

  get currentWriteSpeed(): Promise<number> {
    return this.#ask('currentWriteSpeed', async (medium) =>
      sectorsPerSecond(reported(await medium.currentSpeed()), await medium.mediaType()),
    );
  }

  get currentRotationTypeIsPureCAV(): Promise<boolean> {
    return this.#ask('currentRotationTypeIsPureCAV', async (medium) =>
      isPureCav(reported(await medium.currentSpeed())),
    );
  }

  get supportedWriteSpeeds(): Promise<readonly number[]> {
    return this.#ask('supportedWriteSpeeds', async (medium) => {
      const mediaType = await medium.mediaType();
      const speeds = (await medium.writeSpeeds()).map((speed) => sectorsPerSecond(speed, mediaType));
      reported(speeds[0]);
      return [...new Set(speeds)];
    });
  }

  get supportedWriteSpeedDescriptors(): Promise<readonly IWriteSpeedDescriptor[]> {
    return this.#ask('supportedWriteSpeedDescriptors', async (medium) => {
      const mediaType = await medium.mediaType();
      const speeds = await medium.writeSpeeds();
      reported(speeds[0]);
      return speeds.map((speed) => writeSpeedDescriptor(speed, mediaType));
    });
  }

  /** The drive of the recorder that is set. Throws `withoutRecorder` when none is. */
  protected requireDrive(member: string, withoutRecorder: number): SharedDrive {
    if (this.recorder === null) throw new ImapiError(withoutRecorder, { member });
    const binding = bindingOf(this.recorder);
    if (binding !== undefined) return binding.shared;
    throw new ImapiError(HResult['HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)'], {
      member,
      ...notBoundInWords(this.recorder),
    });
  }

  /** The drive of a recorder that is about to be set. Throws {@link recorderNotSupported}. */
  protected requireSupported(recorder: IDiscRecorder2, member: string): SharedDrive {
    const binding = bindingOf(recorder);
    if (binding !== undefined && this.supports(binding.identity)) return binding.shared;
    throw new ImapiError(this.recorderNotSupported, {
      member,
      ...(binding === undefined && notBoundInWords(recorder)),
    });
  }

  /** Runs a member's action. Errors from lower layers become ImapiErrors that name the member. */
  protected async call<T>(member: string, action: (member: string) => Promise<T>): Promise<T> {
    try {
      return await action(member);
    } catch (error) {
      throw ImapiError.from(error, member);
    }
  }

  /** Asks about the disc: the drive answers, or during a write, what was known before it. */
  #ask<T>(
    member: string,
    question: (medium: MediumFacts) => Promise<T>,
    withoutRecorder: number = this.noRecorder,
  ): Promise<T> {
    return this.call(member, async () => {
      const shared = this.requireDrive(member, withoutRecorder);
      return shared.ask(() => question(shared.medium));
    });
  }
}

async function isOverwrittenProfile(drive: Drive): Promise<boolean> {
  const profile = knownProfile(drive) ?? (await currentProfile(drive));
  return isBlockMedium(profile) && writeModelOf(profile) === 'overwrite';
}

/** What the drive reported; a drive need not report it. */
function reported<T>(value: T | undefined): T {
  if (value === undefined) {
    throw new ImapiError(HResult.E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE, {
      meaning: 'the drive does not report a write speed',
      remedy: 'Leave the speed to the drive.',
    });
  }
  return value;
}
