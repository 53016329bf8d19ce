import type { AnyModePage } from '../../scsi/mode-page.ts';
import { capabilitiesPage } from './capabilities.ts';
import { cdAudioControlPage } from './cd-audio-control.ts';
import { cdDeviceParametersPage } from './cd-device-parameters.ts';
import { errorRecoveryPage } from './error-recovery.ts';
import { powerConditionPage } from './power-condition.ts';
import { timeoutAndProtectPage } from './timeout-and-protect.ts';
import { writeParametersPage } from './write-parameters.ts';

/** Every declared mode page. */
export const modePages: readonly AnyModePage[] = [
  errorRecoveryPage,
  writeParametersPage,
  cdDeviceParametersPage,
  cdAudioControlPage,
  powerConditionPage,
  timeoutAndProtectPage,
  capabilitiesPage,
];

/** The declaration of a mode page by its code. */
export const modePageByCode = (code: number): AnyModePage | undefined => modePages.find((page) => page.code === code);

export * from './capabilities.ts';
export * from './cd-audio-control.ts';
export * from './cd-device-parameters.ts';
export * from './error-recovery.ts';
export * from './power-condition.ts';
export * from './timeout-and-protect.ts';
export * from './write-parameters.ts';
