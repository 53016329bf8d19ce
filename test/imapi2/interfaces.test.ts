import { expect, test } from '@jest/globals';
import { HResult } from '../../src/imapi2/core/hresult.ts';
import type { IDiscFormat2TrackAtOnce } from '../../src/imapi2/interfaces/index.ts';
import { imapi2Fixture } from './fixture.ts';

interface Matrix {
  readonly states: Record<string, string>;
  readonly members: Record<string, Record<string, { readonly result: string; readonly basis: string }>>;
}

/** Every member of the interface, by its IMAPI2 name. If one is missing, this file does not compile. */
const members: Record<keyof IDiscFormat2TrackAtOnce, readonly string[]> = {
  prepareMedia: ['PrepareMedia'],
  addAudioTrack: ['AddAudioTrack'],
  cancelAddTrack: ['CancelAddTrack'],
  releaseMedia: ['ReleaseMedia'],
  setWriteSpeed: ['SetWriteSpeed'],
  recorder: ['put_Recorder', 'get_Recorder'],
  clientName: ['put_ClientName', 'get_ClientName'],
  doNotFinalizeMedia: ['put_DoNotFinalizeMedia', 'get_DoNotFinalizeMedia'],
  bufferUnderrunFreeDisabled: ['put_BufferUnderrunFreeDisabled', 'get_BufferUnderrunFreeDisabled'],
  numberOfExistingTracks: ['get_NumberOfExistingTracks'],
  totalSectorsOnMedia: ['get_TotalSectorsOnMedia'],
  freeSectorsOnMedia: ['get_FreeSectorsOnMedia'],
  usedSectorsOnMedia: ['get_UsedSectorsOnMedia'],
  expectedTableOfContents: ['get_ExpectedTableOfContents'],
  currentPhysicalMediaType: ['get_CurrentPhysicalMediaType'],
  requestedWriteSpeed: ['get_RequestedWriteSpeed'],
  requestedRotationTypeIsPureCAV: ['get_RequestedRotationTypeIsPureCAV'],
  currentWriteSpeed: ['get_CurrentWriteSpeed'],
  currentRotationTypeIsPureCAV: ['get_CurrentRotationTypeIsPureCAV'],
  supportedWriteSpeeds: ['get_SupportedWriteSpeeds'],
  supportedWriteSpeedDescriptors: ['get_SupportedWriteSpeedDescriptors'],
  isRecorderSupported: ['IsRecorderSupported'],
  isCurrentMediaSupported: ['IsCurrentMediaSupported'],
  mediaPhysicallyBlank: ['get_MediaPhysicallyBlank'],
  mediaHeuristicallyBlank: ['get_MediaHeuristicallyBlank'],
  supportedMediaTypes: ['get_SupportedMediaTypes'],
};

const matrix = imapi2Fixture<Matrix>('tao-state-matrix.json');

test('the interface has every member of IDiscFormat2TrackAtOnce and IDiscFormat2, under its own name', () => {
  expect(new Set(Object.values(members).flat())).toEqual(new Set(Object.keys(matrix.members)));
  for (const [name, [first = '']] of Object.entries(members)) {
    const own = first.replace(/^(put|get)_/, '');
    expect(name).toBe(own.charAt(0).toLowerCase() + own.slice(1));
  }
});

test('every result of the state table is one of HResult', () => {
  for (const [member, cells] of Object.entries(matrix.members)) {
    expect([member, Object.keys(cells)]).toEqual([member, Object.keys(matrix.states)]);
    for (const { result } of Object.values(cells)) {
      if (result !== 'unspecified') expect(HResult).toHaveProperty([result]);
    }
  }
});
