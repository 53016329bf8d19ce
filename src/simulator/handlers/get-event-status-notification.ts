import {
  EventClass,
  EventClasses,
  getEventStatusNotification,
  MediaEvent,
} from '../../mmc/commands/get-event-status-notification.ts';
import { invalidCdbField } from '../check-condition.ts';
import { handle } from './handler.ts';

const SUPPORTED = EventClasses.media;

export const getEventStatusNotificationHandler = handle(
  getEventStatusNotification,
  'always',
  ({ drive, initiator, args }) => {
    if (args.polled === 0) throw invalidCdbField(getEventStatusNotification, 'polled');
    if ((args.classes & EventClasses.media) === 0) {
      return { eventClass: EventClass.None, supportedClasses: SUPPORTED };
    }
    const { open, disc } = drive.tray;
    return {
      eventClass: EventClass.Media,
      supportedClasses: SUPPORTED,
      event: initiator.mediaEvents.shift() ?? MediaEvent.NoChange,
      mediaPresent: disc !== undefined && !open,
      trayOpen: open,
      startSlot: 0,
      endSlot: 0,
    };
  },
);
