import { HIGHEST_INDEX, MOST_TRACKS } from '../../cd/geometry.ts';
import { OWNER_NAME_RULE } from '../../transport/owner-name.ts';
import type { HResultName, HResultText } from './hresult.ts';

/** Results that the format interfaces have in common: one meaning each, several numbers. Named without the prefix. */
const shared: Readonly<Record<string, HResultText>> = {
  WRITE_IN_PROGRESS: ['a write is running', 'Wait for it to end, or cancel it.'],
  WRITE_NOT_IN_PROGRESS: ['no write is running', 'There is nothing to cancel.'],
  MEDIA_IS_NOT_PREPARED: ['the medium is not prepared', 'Call prepareMedia() first.'],
  MEDIA_IS_PREPARED: [
    'this cannot be done between prepareMedia() and releaseMedia()',
    'Do it before prepareMedia() or after releaseMedia().',
  ],
  MEDIA_IS_NOT_BLANK: [
    'the disc has been written to, and a blank CD-R or CD-RW is needed',
    'Insert a blank disc, or erase this CD-RW first.',
  ],
  MEDIA_NOT_BLANK: ['the disc has data on it', 'Insert a blank disc, or set forceOverwrite.'],
  MEDIA_IS_NOT_SUPPORTED: ['a disc of this kind cannot be used here', 'Insert a blank CD-R or CD-RW.'],
  RECORDER_NOT_SUPPORTED: ['the drive does not support this way of writing', 'Use another drive.'],
  NO_RECORDER_SPECIFIED: ['no recorder is set', 'Set recorder first.'],
  NOT_ENOUGH_SPACE: ['the data does not fit on the disc', 'Leave something out, or use a disc with more space.'],
  STREAM_NOT_SUPPORTED: [
    'the source of the data cannot be used',
    'Give CD audio: 44,100 Hz, two channels, 16 bits, little-endian, without a header.',
  ],
  CLIENT_NAME_IS_NOT_VALID: ['the client name is missing or not valid', `Set clientName to ${OWNER_NAME_RULE}.`],
  PROPERTY_FOR_BLANK_MEDIA_ONLY: [
    'the disc in the drive has been written to before, so this property can no longer be changed',
    'Insert a blank disc. prepareMedia() and every member that asks the drive about its disc notice the change.',
  ],
  TABLE_OF_CONTENTS_EMPTY_DISC: ['an empty disc has no table of contents', 'Add a track first.'],
  TRACK_LIMIT_REACHED: [`the disc has ${MOST_TRACKS} tracks, and a CD holds no more`, 'Finish with releaseMedia().'],
  INVALID_ISRC: ['the ISRC is malformed', 'Give two letters, three letters or digits, and seven digits.'],
  INVALID_MCN: ['the media catalogue number is malformed', 'Give 13 digits.'],
  INVALID_MEDIA_STATE: ['the state of the disc does not allow this', 'Use another disc.'],
  STREAM_TOO_LARGE_FOR_CURRENT_MEDIA: [
    'the data does not fit on the disc',
    'Leave something out, or use a larger disc.',
  ],
  DATA_BLOCK_TYPE_NOT_SUPPORTED: ['the drive cannot write blocks of this type', 'Choose another block type.'],
  STREAM_LEADIN_TOO_SHORT: ['the stream has too few blocks of lead-in for this disc', 'Start the stream earlier.'],

  RECORDER_IN_USE: ['the disc is being erased', 'Wait for the erase to finish.'],
  ONLY_ONE_RECORDER_SUPPORTED: ['another recorder is set', 'Clear it first.'],
  DISC_INFORMATION_TOO_SMALL: ['READ DISC INFORMATION returned too little', 'Try again, or use another drive.'],
  MODE_PAGE_2A_TOO_SMALL: ['mode page 2Ah is too short', 'Use another drive.'],
  MEDIA_IS_NOT_ERASABLE: ['the disc cannot be erased', 'Insert a rewritable disc.'],
  DRIVE_FAILED_ERASE_COMMAND: ['the drive refused to erase', 'Try the full erase, or use another disc.'],
  TOOK_LONGER_THAN_ONE_HOUR: ['the erase did not finish within an hour', 'Use another disc; this one is probably bad.'],
  UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE: ['the drive failed during the erase', 'Try again, or use another disc.'],
  DRIVE_FAILED_SPINUP_COMMAND: ['the drive could not spin the disc up', 'Reload the disc and try again.'],

  IS_READ_ONLY: ['the image is finished and can no longer be changed', 'Start a new image.'],
  TOO_MANY_TRACKS: [`the image already has ${MOST_TRACKS} tracks`, 'Leave some out.'],
  SECTOR_TYPE_NOT_SUPPORTED: ['sectors of this type cannot be used', 'Choose another sector type.'],
  NO_TRACKS: ['the image has no tracks', 'Add a track first.'],
  TRACKS_ALREADY_ADDED: ['the image already has tracks', 'Do this before the first track is added.'],
  INSUFFICIENT_SPACE: ['the lead-out would begin past its limit', 'Leave something out.'],
  TOO_MANY_TRACK_INDEXES: [`the track already has ${HIGHEST_INDEX} indexes`, 'Leave some out.'],
  TRACK_INDEX_NOT_FOUND: ['there is no index at this offset', 'Read the list of indexes first.'],
  TRACK_INDEX_ALREADY_EXISTS: ['success; there is already an index at this offset', 'Nothing to do.'],
  TRACK_INDEX_OFFSET_ZERO_CANNOT_BE_CLEARED: ['the index at offset 0 is mandatory', 'Keep it.'],
  TRACK_INDEX_TOO_CLOSE_TO_OTHER_INDEX: ['the index is too close to another', 'Move it farther away.'],
};

const ofTrackAtOnce: Readonly<Record<string, HResultText>> = {
  WRITE_IN_PROGRESS: ['a track is being written', 'Wait for addAudioTrack() to end, or call cancelAddTrack().'],
  WRITE_NOT_IN_PROGRESS: ['no track is being written', 'There is nothing to cancel.'],
  MEDIA_IS_NOT_PREPARED: [
    'this can be done only between prepareMedia() and releaseMedia()',
    'Call prepareMedia() first.',
  ],
};

const prefix = /^[ES]_IMAPI_(DF2TAO|DF2DATA|DF2RAW|ERASE|RAW_IMAGE)_/;

/** The text of a result that belongs to one of the format interfaces; undefined for any other. */
export function formatTexts(name: HResultName): HResultText | undefined {
  const family = prefix.exec(name);
  if (family === null) return undefined;
  const suffix = name.slice(family[0].length);
  return (family[1] === 'DF2TAO' ? ofTrackAtOnce[suffix] : undefined) ?? shared[suffix];
}
