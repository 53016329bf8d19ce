import { loadFfi } from '../native/load-ffi.ts';
import { loadWindowsApi, type WindowsApi } from '../native/windows-api.ts';
import { TransportError } from '../transport-error.ts';
import {
  IOCTL_SCSI_PASS_THROUGH_DIRECT,
  PassThroughBlock,
  type PassThroughCall,
  type PassThroughResult,
} from './scsi-pass-through.ts';
import { type AdapterLimits, adapterLimits } from './storage-property.ts';

/** The system calls an SPTI device needs. All block. */
export interface WindowsSystem {
  readonly api: WindowsApi;
  limits(handle: number): AdapterLimits;
  passThrough(handle: number, call: PassThroughCall): { readonly ntStatus: number } & PassThroughResult;
  addressOf(memory: Uint8Array): number;
  pause(milliseconds: number): void;
}

const POINTER_BYTES = 8;

/**
 * @param wanted the foreign function interface; see `loadFfi`
 * @throws TransportError `unsupported` in a 32-bit process, whose structures have another layout on 64-bit Windows
 */
export function windowsSystem(path: string, wanted?: string): WindowsSystem {
  const ffi = loadFfi(wanted);
  if (ffi.pointerBytes !== POINTER_BYTES) {
    throw new TransportError({
      kind: 'unsupported',
      path,
      operation: 'open',
      reason: 'a 32-bit Node.js cannot reach drives',
      remedy: 'Install the 64-bit Node.js',
    });
  }
  const api = loadWindowsApi(ffi);
  const block = new PassThroughBlock(ffi);
  const napping = new Int32Array(new SharedArrayBuffer(4));
  return {
    api,
    limits: (handle) => adapterLimits(ffi, api, handle),
    passThrough: (handle, call) => {
      block.write(call);
      const ntStatus = api.deviceIoControl(handle, IOCTL_SCSI_PASS_THROUGH_DIRECT, block.memory, block.memory);
      return { ntStatus, ...block.read() };
    },
    addressOf: (memory) => Number(ffi.addressOf(memory)),
    pause: (milliseconds) => {
      Atomics.wait(napping, 0, 0, milliseconds);
    },
  };
}
