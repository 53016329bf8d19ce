import {
  bit,
  bits,
  type Codec,
  choice,
  type Fields,
  late,
  optional,
  requireBytes,
  type Struct,
  struct,
  u8,
  u16,
  type ValuesOf,
} from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** Classes of events, as a reply names them (MMC-5 6.7). */
export const EventClass = {
  None: 0,
  OperationalChange: 1,
  PowerManagement: 2,
  ExternalRequest: 3,
  Media: 4,
  MultiHost: 5,
  DeviceBusy: 6,
} as const;
/** A value of the constant of the same name. */
export type EventClass = (typeof EventClass)[keyof typeof EventClass];

/** The same classes as one bit each, for the request and the list of supported ones. */
export const EventClasses = {
  operationalChange: 0x02,
  powerManagement: 0x04,
  externalRequest: 0x08,
  media: 0x10,
  multiHost: 0x20,
  deviceBusy: 0x40,
} as const;

/** MMC-5 6.7. */
export const MediaEvent = {
  NoChange: 0,
  EjectRequest: 1,
  NewMedia: 2,
  MediaRemoval: 3,
  MediaChanged: 4,
  BackgroundFormatCompleted: 5,
  BackgroundFormatRestarted: 6,
} as const;
/** MMC-5 6.7. */
export const OperationalEvent = { NoChange: 0, Requested: 1, Changed: 2 } as const;
/** MMC-5 6.7. */
export const PowerEvent = { NoChange: 0, ChangeSucceeded: 1, ChangeFailed: 2 } as const;
/** Power states of GET EVENT STATUS NOTIFICATION (MMC-5 6.7). */
export const PowerStatus = { Active: 1, Idle: 2, Standby: 3, Sleep: 4 } as const;
/** MMC-5 6.7. */
export const ExternalEvent = { NoChange: 0, KeyDown: 1, KeyUp: 2, Request: 3 } as const;
/** MMC-5 6.7. */
export const BusyEvent = { NoChange: 0, Busy: 1 } as const;
/** Whether the drive is busy, in GET EVENT STATUS NOTIFICATION (MMC-5 6.7). */
export const BusyStatus = { NotBusy: 0, Busy: 1 } as const;

const header = struct(4, {
  eventLength: u16(0, 'bytes'), // counts the two bytes after it and the event
  noEventAvailable: bit(2, 7), // NEA: none of the requested classes is supported
  eventClass: choice(2, [2, 0], EventClass),
  supportedClasses: u8(3),
});

/** Some drives end an event after its first two bytes. */
const EVENT_AND_STATUS = { minimumBytes: 2 };

/** The four bytes of an event, by class. */
const EVENTS = {
  [EventClass.Media]: struct(
    4,
    {
      event: choice(0, [3, 0], MediaEvent),
      mediaPresent: bit(1, 1),
      trayOpen: bit(1, 0),
      startSlot: late(optional(u8(2))),
      endSlot: late(optional(u8(3))),
    },
    EVENT_AND_STATUS,
  ),
  [EventClass.OperationalChange]: struct(
    4,
    {
      event: choice(0, [3, 0], OperationalEvent),
      persistentPrevent: bit(1, 7),
      operationalStatus: optional(bits(1, [3, 0])),
      change: late(optional(u16(2))), // 1: feature list or current profile has changed
    },
    EVENT_AND_STATUS,
  ),
  [EventClass.PowerManagement]: struct(
    4,
    {
      event: choice(0, [3, 0], PowerEvent),
      status: choice(1, [7, 0], PowerStatus),
    },
    EVENT_AND_STATUS,
  ),
  [EventClass.ExternalRequest]: struct(
    4,
    {
      event: choice(0, [3, 0], ExternalEvent),
      persistentPrevent: bit(1, 7),
      status: optional(bits(1, [3, 0])),
      request: late(optional(u16(2))),
    },
    EVENT_AND_STATUS,
  ),
  [EventClass.DeviceBusy]: struct(
    4,
    {
      event: choice(0, [3, 0], BusyEvent),
      status: choice(1, [7, 0], BusyStatus),
      remaining: late(optional(u16(2, 'x 100 ms'))),
    },
    EVENT_AND_STATUS,
  ),
} as const;

type EventLayouts = typeof EVENTS;

interface Common<C extends number> {
  readonly eventClass: C;
  /** Bits of {@link EventClasses}. */
  readonly supportedClasses: number;
}

/** One event. Undeclared classes have raw bytes; without an event there is only the class. */
export type EventStatus =
  | {
      [C in keyof EventLayouts]: Common<C> &
        (EventLayouts[C] extends Struct<infer F extends Fields> ? ValuesOf<F> : never);
    }[keyof EventLayouts]
  | Common<typeof EventClass.None>
  | (Common<typeof EventClass.MultiHost> & { readonly raw: Uint8Array });

const isDeclared = (eventClass: number): eventClass is keyof EventLayouts => eventClass in EVENTS;

const eventStatus: Codec<EventStatus> = {
  decode(source) {
    const { eventLength, noEventAvailable, eventClass, supportedClasses } = header.decode(source);
    // A length of zero is one that was not filled in.
    const event = source.subarray(4, eventLength === 0 ? source.length : eventLength + 2);
    if (noEventAvailable || eventClass === EventClass.None) return { eventClass: EventClass.None, supportedClasses };
    requireBytes(event, EVENT_AND_STATUS.minimumBytes);
    const body = isDeclared(eventClass) ? EVENTS[eventClass].decode(event) : { raw: Uint8Array.from(event) };
    return { eventClass, supportedClasses, ...body } as EventStatus;
  },
  encode(value) {
    const { eventClass, supportedClasses } = value;
    const none = eventClass === EventClass.None;
    const event = none
      ? new Uint8Array(0)
      : isDeclared(eventClass)
        ? (EVENTS[eventClass] as Struct<Fields>).encode(value as ValuesOf<Fields>)
        : (value as { readonly raw: Uint8Array }).raw;
    const target = new Uint8Array(4 + event.length);
    const eventLength = 2 + event.length;
    target.set(header.encode({ eventLength, noEventAvailable: none, eventClass, supportedClasses }));
    target.set(event, 4);
    return target;
  },
  describe(source) {
    const eventClass = source.length < 4 ? EventClass.None : header.decode(source).eventClass;
    return [
      ...header.describe(source),
      ...(isDeclared(eventClass) ? EVENTS[eventClass].describe(source.subarray(4)) : []),
    ];
  },
};

/** Asks what has happened: disc inserted, button pressed, drive busy (MMC-5 6.7). One event per reply, most urgent first. */
export const getEventStatusNotification = defineCommand({
  name: 'GET EVENT STATUS NOTIFICATION',
  opcode: 0x4a,
  clause: 'MMC-5 6.7',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, {
    polled: optional(bits(1, [0, 0]), 1), // no drive does it any other way
    classes: optional(u8(4), EventClasses.media), // bits of EventClasses
    allocationLength: optional(u16(7, 'bytes'), 8),
  }),
  reply: eventStatus,
});
