import type { Drive } from '../../drive/drive.ts';
import { profilesOf } from '../../mmc/features.ts';
import type {
  IMAPI_FEATURE_PAGE_TYPE,
  IMAPI_MODE_PAGE_REQUEST_TYPE,
  IMAPI_MODE_PAGE_TYPE,
  IMAPI_PROFILE_TYPE,
  IMAPI_READ_TRACK_ADDRESS_TYPE,
} from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { RecorderBinding } from '../core/recorder-binding.ts';
import { bytesIn } from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { CommandOutcome, CommandReply, IDiscRecorder2Ex } from '../interfaces/index.ts';
import {
  discInformationReply,
  featureReply,
  modePageCodes,
  modePageReply,
  sendModePage,
  sendStructure,
  structureReply,
  trackInformationReply,
} from './raw-replies.ts';
import { readFeatures } from './recorder-identity.ts';
import { sendRaw } from './send-raw.ts';
import { adapterDescriptor, deviceDescriptor } from './storage-descriptors.ts';

/** What IDiscRecorder2Ex adds to a recorder: single commands and raw replies. */
export abstract class DiscRecorder2Ex implements IDiscRecorder2Ex {
  /** Asks the drive; every failure is an ImapiError that names the member. */
  protected abstract ask<T>(member: string, action: (drive: Drive, member: string) => Promise<T>): Promise<T>;
  /** @throws E_POINTER before initializeDiscRecorder */
  protected abstract bound(member: string): RecorderBinding;

  sendCommandNoData(cdb: Uint8Array, timeout: number): Promise<CommandOutcome> {
    return this.#send('sendCommandNoData()', cdb, { direction: 'none' }, timeout);
  }

  sendCommandSendDataToDevice(cdb: Uint8Array, timeout: number, buffer: Uint8Array): Promise<CommandOutcome> {
    return this.#send('sendCommandSendDataToDevice()', cdb, { direction: 'out', bytes: buffer }, timeout);
  }

  sendCommandGetDataFromDevice(cdb: Uint8Array, timeout: number, bufferSize: number): Promise<CommandReply> {
    const member = 'sendCommandGetDataFromDevice()';
    return this.#send(member, cdb, { direction: 'in', lengthBytes: bufferSize }, timeout);
  }

  readDvdStructure(format: number, address: number, layer: number, agid: number): Promise<Uint8Array> {
    return this.ask('readDvdStructure()', (drive) => structureReply(drive, { format, address, layer, grantId: agid }));
  }

  sendDvdStructure(format: number, data: Uint8Array): Promise<void> {
    return this.ask('sendDvdStructure()', (drive, member) => sendStructure(drive, format, memory(data, member)));
  }

  getAdapterDescriptor(): Promise<Uint8Array> {
    return this.ask('getAdapterDescriptor()', async ({ transport }) => adapterDescriptor(transport.maxTransferBytes));
  }

  getDeviceDescriptor(): Promise<Uint8Array> {
    return this.ask('getDeviceDescriptor()', async (_drive, member) => deviceDescriptor(this.bound(member).identity));
  }

  getDiscInformation(): Promise<Uint8Array> {
    return this.ask('getDiscInformation()', discInformationReply);
  }

  getTrackInformation(address: number, addressType: IMAPI_READ_TRACK_ADDRESS_TYPE): Promise<Uint8Array> {
    return this.ask('getTrackInformation()', (drive) => trackInformationReply(drive, address, addressType));
  }

  getFeaturePage(requestedFeature: IMAPI_FEATURE_PAGE_TYPE, currentFeatureOnly: boolean): Promise<Uint8Array> {
    return this.ask('getFeaturePage()', async (drive, member) => {
      const currentOnly = variantBool(currentFeatureOnly, member);
      // Says which drives do not know the command.
      await readFeatures(drive);
      return featureReply(drive, requestedFeature, currentOnly);
    });
  }

  getModePage(requestedModePage: IMAPI_MODE_PAGE_TYPE, requestType: IMAPI_MODE_PAGE_REQUEST_TYPE): Promise<Uint8Array> {
    return this.ask('getModePage()', (drive) => modePageReply(drive, requestedModePage, requestType));
  }

  setModePage(requestType: IMAPI_MODE_PAGE_REQUEST_TYPE, data: Uint8Array): Promise<void> {
    return this.ask('setModePage()', (drive, member) => sendModePage(drive, requestType, memory(data, member)));
  }

  getSupportedFeaturePages(currentFeatureOnly: boolean): Promise<readonly IMAPI_FEATURE_PAGE_TYPE[]> {
    return this.ask('getSupportedFeaturePages()', async (drive, member) => {
      const currentOnly = variantBool(currentFeatureOnly, member);
      const listed = (await readFeatures(drive)).filter(({ current }) => current || !currentOnly);
      return listed.map(({ code }) => code as IMAPI_FEATURE_PAGE_TYPE);
    });
  }

  getSupportedProfiles(currentOnly: boolean): Promise<readonly IMAPI_PROFILE_TYPE[]> {
    return this.ask('getSupportedProfiles()', async (drive, member) => {
      const onlyCurrent = variantBool(currentOnly, member);
      const listed = profilesOf(await readFeatures(drive)).filter(({ current }) => current || !onlyCurrent);
      return listed.map(({ profile }) => profile as IMAPI_PROFILE_TYPE);
    });
  }

  getSupportedModePages(requestType: IMAPI_MODE_PAGE_REQUEST_TYPE): Promise<readonly IMAPI_MODE_PAGE_TYPE[]> {
    return this.ask(
      'getSupportedModePages()',
      async (drive) => (await modePageCodes(drive, requestType)) as readonly IMAPI_MODE_PAGE_TYPE[],
    );
  }

  getByteAlignmentMask(): number {
    this.bound('getByteAlignmentMask()');
    return 1;
  }

  getMaximumNonPageAlignedTransferSize(): number {
    return this.bound('getMaximumNonPageAlignedTransferSize()').shared.drive.transport.maxTransferBytes;
  }

  getMaximumPageAlignedTransferSize(): number {
    return this.bound('getMaximumPageAlignedTransferSize()').shared.drive.transport.maxTransferBytes;
  }

  #send(
    member: string,
    cdb: Uint8Array,
    data: Parameters<typeof sendRaw>[1]['data'],
    timeout: number,
  ): Promise<CommandReply> {
    return this.ask(member, (drive) => {
      const { shared } = this.bound(member);
      // Between two WRITEs of a burn, no other command may come.
      if (shared.whileWriting !== undefined) {
        const remedy = 'Wait for the write to end.';
        throw new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, {
          member,
          meaning: 'a writer of this program writes',
          remedy,
        });
      }
      return sendRaw(drive, { cdb, data, timeout }, member);
    });
  }
}

/** @throws E_POINTER for nothing, E_INVALIDARG for what is not memory */
function memory(data: unknown, member: string): Uint8Array {
  const bytes = bytesIn(data);
  if (bytes !== undefined) return bytes;
  const nothing = data === null || data === undefined;
  throw new ImapiError(nothing ? HResult.E_POINTER : HResult.E_INVALIDARG, { member, remedy: 'Give a Uint8Array.' });
}
