import { expect, test } from '@jest/globals';
import { DataBlockType, TrackMode } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { formatOfLastTrack, formatOfTrack } from '../../../src/write/engine/track-format.ts';

test.each([
  ['audio', { control: 0, dataMode: 15 }, TrackMode.Audio, DataBlockType.Raw, 0x00],
  ['audio with pre-emphasis, which may be copied', { control: 3, dataMode: 15 }, 3, DataBlockType.Raw, 0x00],
  ['Mode 1', { control: 4, dataMode: 1 }, TrackMode.Data, DataBlockType.Mode1, 0x00],
  [
    'Mode 1 in packets: Track-At-Once does not take that mode',
    { control: 5, dataMode: 1 },
    4,
    DataBlockType.Mode1,
    0x00,
  ],
  ['Mode 1 that may be copied', { control: 6, dataMode: 1 }, TrackMode.DataCopyPermitted, DataBlockType.Mode1, 0x00],
  ['Mode 2', { control: 4, dataMode: 2 }, TrackMode.Data, DataBlockType.Mode2Form1, 0x20],
  ['data of a mode that the drive does not know', { control: 4, dataMode: 15 }, 4, DataBlockType.Mode1, 0x00],
])('the format of a track on the disc: %s', (_name, track, trackMode, dataBlockType, sessionFormat) => {
  expect(formatOfTrack(track)).toMatchObject({ trackMode, dataBlockType, sessionFormat });
});

test('a disc without tracks counts as audio', () => {
  expect(formatOfLastTrack({ tracks: [] })).toMatchObject({ trackMode: 0, dataBlockType: 0 });
});
