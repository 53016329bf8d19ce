import type { DriveIdentity } from '../core.ts';
import { blankHandler } from '../handlers/blank.ts';
import { closeTrackSessionHandler } from '../handlers/close-track-session.ts';
import { getConfigurationHandler } from '../handlers/get-configuration.ts';
import { getEventStatusNotificationHandler } from '../handlers/get-event-status-notification.ts';
import { getPerformanceHandler } from '../handlers/get-performance.ts';
import { inquiryHandler } from '../handlers/inquiry.ts';
import { mechanismStatusHandler } from '../handlers/mechanism-status.ts';
import { modeSelect10Handler } from '../handlers/mode-select-10.ts';
import { modeSense10Handler } from '../handlers/mode-sense-10.ts';
import { preventAllowMediumRemovalHandler } from '../handlers/prevent-allow-medium-removal.ts';
import { read10Handler } from '../handlers/read-10.ts';
import { readBufferCapacityHandler } from '../handlers/read-buffer-capacity.ts';
import { readCapacityHandler } from '../handlers/read-capacity.ts';
import { readCdHandler } from '../handlers/read-cd.ts';
import { readDiscInformationHandler } from '../handlers/read-disc-information.ts';
import { readSubChannelHandler } from '../handlers/read-sub-channel.ts';
import { readTocHandler } from '../handlers/read-toc.ts';
import { readTrackInformationHandler } from '../handlers/read-track-information.ts';
import { requestSenseHandler } from '../handlers/request-sense.ts';
import { reserveTrackHandler } from '../handlers/reserve-track.ts';
import { sendCueSheetHandler } from '../handlers/send-cue-sheet.ts';
import { sendOpcInformationHandler } from '../handlers/send-opc-information.ts';
import { setCdSpeedHandler } from '../handlers/set-cd-speed.ts';
import { setStreamingHandler } from '../handlers/set-streaming.ts';
import { startStopUnitHandler } from '../handlers/start-stop-unit.ts';
import { synchronizeCacheHandler } from '../handlers/synchronize-cache.ts';
import { testUnitReadyHandler } from '../handlers/test-unit-ready.ts';
import { write10Handler } from '../handlers/write-10.ts';
import { capabilities } from '../mode-pages/capabilities.ts';
import { settings } from '../mode-pages/settings.ts';
import { writeParameters } from '../mode-pages/write-parameters.ts';
import { rawSession } from '../write-types/raw-session.ts';
import { sessionAtOnce } from '../write-types/session-at-once.ts';
import { trackAtOnce } from '../write-types/track-at-once.ts';
import { cdRecorderFeatures } from './cd-recorder-features.ts';
import type { DriveModel } from './drive-model.ts';

/** What a simulated drive says of itself unless it is told otherwise. */
export const DEFAULT_IDENTITY: DriveIdentity = {
  vendor: 'DISCWRT',
  product: 'VIRTUAL CD-RW',
  revision: '1.00',
  serialNumber: 'DWSIM0000001',
};

/** Reads and writes CD-R and CD-RW. */
export const cdRecorder: DriveModel = {
  identity: DEFAULT_IDENTITY,
  handlers: [
    blankHandler,
    closeTrackSessionHandler,
    getConfigurationHandler,
    getEventStatusNotificationHandler,
    getPerformanceHandler,
    inquiryHandler,
    mechanismStatusHandler,
    modeSelect10Handler,
    modeSense10Handler,
    preventAllowMediumRemovalHandler,
    read10Handler,
    readBufferCapacityHandler,
    readCapacityHandler,
    readCdHandler,
    readDiscInformationHandler,
    readSubChannelHandler,
    readTocHandler,
    readTrackInformationHandler,
    requestSenseHandler,
    reserveTrackHandler,
    sendCueSheetHandler,
    sendOpcInformationHandler,
    setCdSpeedHandler,
    setStreamingHandler,
    startStopUnitHandler,
    synchronizeCacheHandler,
    testUnitReadyHandler,
    write10Handler,
  ],
  writeTypes: [trackAtOnce, sessionAtOnce, rawSession],
  modePages: (source) => [writeParameters(source), ...settings, capabilities(source)],
  features: cdRecorderFeatures,
};
