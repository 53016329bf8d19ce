import { blankHandler } from './blank.ts';
import { closeTrackSessionHandler } from './close-track-session.ts';
import { getConfigurationHandler } from './get-configuration.ts';
import { getEventStatusNotificationHandler } from './get-event-status-notification.ts';
import { getPerformanceHandler } from './get-performance.ts';
import type { Handler } from './handler.ts';
import { inquiryHandler } from './inquiry.ts';
import { mechanismStatusHandler } from './mechanism-status.ts';
import { modeSelect10Handler } from './mode-select-10.ts';
import { modeSense10Handler } from './mode-sense-10.ts';
import { preventAllowMediumRemovalHandler } from './prevent-allow-medium-removal.ts';
import { read10Handler } from './read-10.ts';
import { readBufferCapacityHandler } from './read-buffer-capacity.ts';
import { readCapacityHandler } from './read-capacity.ts';
import { readCdHandler } from './read-cd.ts';
import { readDiscInformationHandler } from './read-disc-information.ts';
import { readSubChannelHandler } from './read-sub-channel.ts';
import { readTocHandler } from './read-toc.ts';
import { readTrackInformationHandler } from './read-track-information.ts';
import { requestSenseHandler } from './request-sense.ts';
import { reserveTrackHandler } from './reserve-track.ts';
import { sendCueSheetHandler } from './send-cue-sheet.ts';
import { sendOpcInformationHandler } from './send-opc-information.ts';
import { setCdSpeedHandler } from './set-cd-speed.ts';
import { setStreamingHandler } from './set-streaming.ts';
import { startStopUnitHandler } from './start-stop-unit.ts';
import { synchronizeCacheHandler } from './synchronize-cache.ts';
import { testUnitReadyHandler } from './test-unit-ready.ts';
import { write10Handler } from './write-10.ts';

const HANDLERS: ReadonlyMap<number, Handler> = new Map(
  [
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
  ].map((handler) => [handler.opcode, handler]),
);

/** The handler of an opcode; undefined for opcodes that the drive does not know. */
export const handlerOf = (opcode: number): Handler | undefined => HANDLERS.get(opcode);
