import type { WindowsApi } from '../../../src/transport/native/windows-api.ts';
import type { PassThroughCall, PassThroughResult } from '../../../src/transport/win32/scsi-pass-through.ts';
import type { AdapterLimits } from '../../../src/transport/win32/storage-property.ts';
import type { WindowsSystem } from '../../../src/transport/win32/system.ts';

/** What an unknown control code returns: STATUS_INVALID_DEVICE_REQUEST. */
export const UNKNOWN_CODE = 0xc0000010;

/** The system calls of a Windows machine whose D: is an optical drive, which a test can make fail at will. */
export class FakeWindows implements WindowsSystem {
  readonly openHandles = new Set<number>();
  readonly opened: string[] = [];
  /** Control codes in the order of the calls, with the first byte of the input where there is one. */
  readonly controls: string[] = [];
  readonly calls: PassThroughCall[] = [];
  pausedMs = 0;
  win32Error: (path: string, access: number) => number = () => 0;
  driveTypes: Record<string, number> = { 'C:\\': 3, 'D:\\': 5 };
  volumeNames: Record<string, string> = {};
  /** NTSTATUS of a control code; writes the answer where there is one. */
  control: (code: number, input: Uint8Array, output: Uint8Array) => number = () => UNKNOWN_CODE;
  answer: { ntStatus: number } & Omit<PassThroughResult, 'transferredBytes'> = {
    ntStatus: 0,
    status: 0x00,
    sense: new Uint8Array(0),
  };
  /** Bytes at the end of every data phase that are not transferred. */
  missingBytes = 0;
  adapter: AdapterLimits = { maxTransferBytes: 65_536, alignmentMask: 0 };
  /** Address of every buffer, before its own offset is added. */
  base = 0x10000;

  readonly api: WindowsApi = {
    createFile: (path, access) => {
      const win32Error = this.win32Error(path, access);
      if (win32Error !== 0) return { win32Error };
      const handle = this.opened.push(`${path} ${access.toString(16)}`);
      this.openHandles.add(handle);
      return { handle };
    },
    closeHandle: (handle) => {
      if (!this.openHandles.delete(handle)) throw new Error(`closed twice: ${handle}`);
    },
    deviceIoControl: (_, code, input, output) => this.#note(code, input, output),
    fileSystemControl: (_, code, input, output) => this.#note(code, input, output),
    logicalDrives: () =>
      Object.keys(this.driveTypes).reduce((mask, root) => mask + 2 ** (root.charCodeAt(0) - 'A'.charCodeAt(0)), 0),
    driveType: (root) => this.driveTypes[root] ?? 1,
    volumeName: (root) => this.volumeNames[root],
  };

  limits(): AdapterLimits {
    return this.adapter;
  }

  passThrough(_handle: number, call: PassThroughCall): { ntStatus: number } & PassThroughResult {
    this.calls.push(call);
    return { ...this.answer, transferredBytes: call.data.byteLength - this.missingBytes };
  }

  addressOf(memory: Uint8Array): number {
    return this.base + memory.byteOffset;
  }

  pause(milliseconds: number): void {
    this.pausedMs += milliseconds;
  }

  #note(code: number, input: Uint8Array, output: Uint8Array): number {
    this.controls.push(`${code.toString(16)}${input.byteLength === 0 ? '' : `:${input[0]}`}`);
    return this.control(code, input, output);
  }
}
