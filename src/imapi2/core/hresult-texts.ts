import { OWNER_NAME_RULE } from '../../transport/owner-name.ts';
import type { HResultName, HResultText } from './hresult.ts';
import { fileSystemTexts } from './hresult-texts-file-system.ts';
import { formatTexts } from './hresult-texts-formats.ts';

const reload = 'Take the disc out, check it, put it back in, and try again.';
const waitForDrive = 'Wait a few seconds and try again.';
const reconnect = 'Check the cable and the power, then open the drive again.';
const traceIt = 'Record a trace (--trace FILE) to see what was sent to the drive and what it answered.';
const adjusted = 'Nothing to do; currentWriteSpeed and currentRotationTypeIsPureCAV say what is in effect.';

const texts: Partial<Record<HResultName, HResultText>> = {
  ...fileSystemTexts,
  S_OK: ['success', 'Nothing to do.'],
  S_FALSE: ['success, with a negative or partial answer', 'Nothing to do.'],
  E_NOTIMPL: ['this is not implemented', 'Use another member or method instead.'],
  E_NOINTERFACE: ['the object does not have this interface', 'Use an object that has it.'],
  E_POINTER: ['a required object is missing', 'Pass an object where null or undefined was given, or set it first.'],
  E_FAIL: ['the failure has no HRESULT of its own', 'See the cause of this error.'],
  E_ACCESSDENIED: ['the system refused access', 'Get access to the device, or run as administrator.'],
  E_OUTOFMEMORY: ['there is not enough memory', 'Free some memory and try again.'],
  E_INVALIDARG: ['an argument is not valid', 'Correct the argument.'],
  'HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)': ['this program has closed the device', 'Initialize the recorder again.'],
  'HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)': ['the device is no longer there', reconnect],
  STG_E_INVALIDFUNCTION: ['the stream does not support this', 'Use a stream that can be read from start to end.'],

  E_IMAPI_REQUEST_CANCELLED: [
    'the operation was cancelled',
    'What was written before stays on the disc. Add other tracks, or finish with releaseMedia().',
  ],
  E_IMAPI_RECORDER_REQUIRED: ['no recorder is set', 'Set recorder first.'],
  S_IMAPI_SPEEDADJUSTED: ['success, at the nearest supported speed', adjusted],
  S_IMAPI_ROTATIONADJUSTED: ['success, with the other rotation type', adjusted],
  S_IMAPI_BOTHADJUSTED: ['success, at the nearest supported speed and with the other rotation type', adjusted],
  E_IMAPI_BURN_VERIFICATION_FAILED: [
    'what the drive reports after the burn is not what was written',
    'Do not trust this disc. Write another at a lower speed, or use another brand.',
  ],
  S_IMAPI_COMMAND_HAS_SENSE_DATA: ['success, but the drive also returned sense data', 'Look at the sense data.'],
  E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE: ['the drive does not have a mode page that is needed', traceIt],
  E_IMAPI_RECORDER_MEDIA_NO_MEDIA: ['there is no disc in the drive', 'Insert a blank disc.'],
  E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE: [
    'the drive cannot use this disc, or does not know its format',
    'Clean this disc and try again, or use one of another kind or brand.',
  ],
  E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN: ['the disc seems to be upside down', 'Turn the disc over.'],
  E_IMAPI_RECORDER_MEDIA_BECOMING_READY: ['the drive is getting the disc ready', waitForDrive],
  E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS: ['the disc is being formatted', 'Wait for the format to finish.'],
  E_IMAPI_RECORDER_MEDIA_BUSY: ['the drive is busy with a long operation', 'Wait for it to finish.'],
  E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS: ['the drive refused these write parameters', traceIt],
  E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED: ['the disc is write protected', 'Use another disc.'],
  E_IMAPI_RECORDER_NO_SUCH_FEATURE: ['the drive does not have this feature', 'Use another drive.'],
  E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT: [
    'the drive has this feature, but not with the disc that is loaded',
    'Use another disc.',
  ],
  E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED: [
    'the drive does not know GET CONFIGURATION: it is older than MMC-2',
    'Use another drive.',
  ],
  E_IMAPI_RECORDER_COMMAND_TIMEOUT: [
    'the drive did not answer in time',
    'Wait until its light goes off and try again. If that does not help, turn it off and on.',
  ],
  E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT: ['the disc does not have the structure that was asked for', reload],
  E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH: [
    'the disc is not made for the speeds of this drive',
    'Use a disc that is rated for them.',
  ],
  E_IMAPI_RECORDER_LOCKED: [
    'another program has exclusive access to the drive, or its disc is mounted',
    'End that program (exclusiveAccessOwner may name it), or unmount the disc.',
  ],
  E_IMAPI_RECORDER_CLIENT_NAME_IS_NOT_VALID: ['the client name is not valid', `Use ${OWNER_NAME_RULE}.`],
  E_IMAPI_RECORDER_MEDIA_NOT_FORMATTED: ['the disc is not formatted', 'Format it, or use another disc.'],
  E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE: ['the drive gave an answer that makes no sense', traceIt],
  E_IMAPI_LOSS_OF_STREAMING: [
    'the data did not reach the drive fast enough',
    'Write at a lower speed, leave bufferUnderrunFreeDisabled false, and use another disc: this one is probably lost.',
  ],
  E_IMAPI_UNEXPECTED_RESPONSE_FROM_DEVICE: ['the drive failed and could not recover', traceIt],
  S_IMAPI_WRITE_NOT_IN_PROGRESS: ['success; nothing was being written', 'Nothing to do.'],
};

const unknown: HResultText = ['a result that is not documented', 'See the cause of this error.'];

/** Meaning and remedy of an HRESULT of this package's table; a general text for any other. */
export function hresultText(name: HResultName | undefined): HResultText {
  if (name === undefined) return unknown;
  return texts[name] ?? formatTexts(name) ?? unknown;
}
