import { cdAudioControlPage } from '../../mmc/mode-pages/cd-audio-control.ts';
import { errorRecoveryPage } from '../../mmc/mode-pages/error-recovery.ts';
import { powerConditionPage } from '../../mmc/mode-pages/power-condition.ts';
import { timeoutAndProtectPage } from '../../mmc/mode-pages/timeout-and-protect.ts';
import { declarePage } from './page-declaration.ts';

/** Pages that a host may set and the drive only remembers, apart from AWRE: it has no read retries, playback, sleep or time-outs. */
export const settings = [
  declarePage({
    page: errorRecoveryPage,
    defaults: { automaticWriteReallocation: true, readRetries: 16, writeRetries: 0 },
    changeable: [
      'automaticWriteReallocation',
      'transferBlock',
      'readContinuous',
      'postError',
      'disableTransferOnError',
      'disableCorrection',
      'readRetries',
    ],
  }),
  declarePage({
    page: cdAudioControlPage,
    defaults: { immediate: true, port0Channels: 1, port0Volume: 255, port1Channels: 2, port1Volume: 255 },
    changeable: ['stopOnTrackCrossing', 'port0Channels', 'port0Volume', 'port1Channels', 'port1Volume'],
  }),
  declarePage({
    page: powerConditionPage,
    defaults: { idle: true, idleTimer: 1_200, standby: true, standbyTimer: 6_000 },
    changeable: ['idle', 'standby', 'idleTimer', 'standbyTimer'],
  }),
  declarePage({
    page: timeoutAndProtectPage,
    defaults: { group1Seconds: 12, group2Seconds: 480 },
    changeable: ['timeoutEnabled', 'group1Seconds', 'group2Seconds'],
  }),
];
