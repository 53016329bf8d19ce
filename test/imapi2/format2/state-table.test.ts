import { describe, expect, test } from '@jest/globals';
import {
  IMAPI_FORMAT2_TAO_WRITE_ACTION as Action,
  type DiscRecorder2,
  TrackAtOnce,
} from '../../../src/imapi2/index.ts';
import { imapi2Fixture } from '../fixture.ts';
import { audio, type Rig, resultOf, rig, writerOn } from '../rig.ts';

interface Cell {
  readonly result: string;
}

interface Matrix {
  readonly states: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
}

const matrix = imapi2Fixture<Matrix>('tao-state-matrix.json');

interface Subject {
  readonly writer: TrackAtOnce;
  /** Initialized; not necessarily the writer's. */
  readonly recorder: DiscRecorder2;
}

/** How each member of the table is called, with valid arguments. */
const members: Readonly<Record<string, (subject: Subject) => unknown>> = {
  PrepareMedia: ({ writer }) => writer.prepareMedia(),
  AddAudioTrack: ({ writer }) => writer.addAudioTrack(audio(300, 7)),
  CancelAddTrack: ({ writer }) => writer.cancelAddTrack(),
  ReleaseMedia: ({ writer }) => writer.releaseMedia(),
  SetWriteSpeed: ({ writer }) => writer.setWriteSpeed(-1, false),
  put_Recorder: ({ writer, recorder }) => {
    writer.recorder = recorder;
  },
  get_Recorder: ({ writer }) => writer.recorder,
  put_BufferUnderrunFreeDisabled: ({ writer }) => {
    writer.bufferUnderrunFreeDisabled = true;
  },
  get_BufferUnderrunFreeDisabled: ({ writer }) => writer.bufferUnderrunFreeDisabled,
  get_NumberOfExistingTracks: ({ writer }) => writer.numberOfExistingTracks,
  get_TotalSectorsOnMedia: ({ writer }) => writer.totalSectorsOnMedia,
  get_FreeSectorsOnMedia: ({ writer }) => writer.freeSectorsOnMedia,
  get_UsedSectorsOnMedia: ({ writer }) => writer.usedSectorsOnMedia,
  put_DoNotFinalizeMedia: ({ writer }) => {
    writer.doNotFinalizeMedia = true;
  },
  get_DoNotFinalizeMedia: ({ writer }) => writer.doNotFinalizeMedia,
  get_ExpectedTableOfContents: ({ writer }) => writer.expectedTableOfContents,
  get_CurrentPhysicalMediaType: ({ writer }) => writer.currentPhysicalMediaType,
  put_ClientName: ({ writer }) => {
    writer.clientName = 'another name';
  },
  get_ClientName: ({ writer }) => writer.clientName,
  get_RequestedWriteSpeed: ({ writer }) => writer.requestedWriteSpeed,
  get_RequestedRotationTypeIsPureCAV: ({ writer }) => writer.requestedRotationTypeIsPureCAV,
  get_CurrentWriteSpeed: ({ writer }) => writer.currentWriteSpeed,
  get_CurrentRotationTypeIsPureCAV: ({ writer }) => writer.currentRotationTypeIsPureCAV,
  get_SupportedWriteSpeeds: ({ writer }) => writer.supportedWriteSpeeds,
  get_SupportedWriteSpeedDescriptors: ({ writer }) => writer.supportedWriteSpeedDescriptors,
  IsRecorderSupported: ({ writer, recorder }) => writer.isRecorderSupported(recorder),
  IsCurrentMediaSupported: ({ writer, recorder }) => writer.isCurrentMediaSupported(recorder),
  get_MediaPhysicallyBlank: ({ writer }) => writer.mediaPhysicallyBlank,
  get_MediaHeuristicallyBlank: ({ writer }) => writer.mediaHeuristicallyBlank,
  get_SupportedMediaTypes: ({ writer }) => writer.supportedMediaTypes,
};

/** Cells that the documentation leaves open: this package's choice. During a write the drive is not asked. */
const chosen: Readonly<Record<string, string>> = { SetWriteSpeed: 'E_IMAPI_DF2TAO_WRITE_IN_PROGRESS' };

/** Brings a new writer on a new drive into a state and calls it there. */
const states: Readonly<Record<string, (rig: Rig, call: (subject: Subject) => Promise<string>) => Promise<string>>> = {
  NO_RECORDER: ({ recorder }, call) => call({ writer: new TrackAtOnce(), recorder }),
  IDLE: ({ recorder }, call) => call({ writer: writerOn(recorder), recorder }),
  PREPARED_BLANK: async ({ recorder }, call) => {
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    return call({ writer, recorder });
  },
  PREPARED_TRACKS: async ({ recorder }, call) => {
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    return call({ writer, recorder });
  },
  WRITING: async ({ recorder }, call) => {
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    let result: Promise<string> | undefined;
    writer.on('update', (_writer, { currentAction }) => {
      if (currentAction === Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING) result ??= call({ writer, recorder });
    });
    await writer.addAudioTrack(audio(400)).catch(() => {}); // CancelAddTrack works
    if (result === undefined) throw new Error('no event came');
    return result;
  },
  RELEASED: async ({ recorder }, call) => {
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    await writer.addAudioTrack(audio(300));
    await writer.releaseMedia();
    return call({ writer, recorder });
  },
};

test('every member and every state of the table is tested', () => {
  expect(Object.keys(members).sort()).toEqual(Object.keys(matrix.members).sort());
  expect(Object.keys(states).sort()).toEqual(Object.keys(matrix.states).sort());
});

describe.each(Object.keys(states))('in state %s', (state) => {
  const cells = Object.entries(matrix.members).map(([member, row]) => {
    const documented = row[state]?.result ?? 'no cell';
    return [member, documented === 'unspecified' ? (chosen[member] ?? 'S_OK') : documented] as const;
  });

  test.each(cells)('%s: %s', async (member, expected) => {
    const result = await states[state]?.(await rig(), (subject) => resultOf(() => members[member]?.(subject)));
    expect(result).toBe(expected);
  });
});
