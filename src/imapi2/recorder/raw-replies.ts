import { isBdProfile } from '../../drive/block-medium.ts';
import { currentProfile, knownProfile } from '../../drive/current-profile.ts';
import type { Drive } from '../../drive/drive.ts';
import { getConfiguration, RequestedFeatures } from '../../mmc/commands/get-configuration.ts';
import { readDiscInformation } from '../../mmc/commands/read-disc-information.ts';
import { readDiscStructure } from '../../mmc/commands/read-disc-structure.ts';
import { readTrackInformation, TrackAddressType } from '../../mmc/commands/read-track-information.ts';
import { sendDiscStructure } from '../../mmc/commands/send-disc-structure.ts';
import { StructureMedia } from '../../mmc/disc-structures.ts';
import type { Command } from '../../scsi/command.ts';
import { modeSelect10 } from '../../scsi/commands/mode-select-10.ts';
import { ALL_MODE_PAGES, modeSense10 } from '../../scsi/commands/mode-sense-10.ts';
import { modePageHeader, modeParameters, PageControl } from '../../scsi/mode-page.ts';
import type { IMAPI_MODE_PAGE_REQUEST_TYPE, IMAPI_READ_TRACK_ADDRESS_TYPE } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/** Allocation lengths have 16 bits. */
const MOST_BYTES = 65_535;
/** Both replies are shorter than this on every drive; some refuse more. */
const INFORMATION_BYTES = 254;
const CONFIGURATION_HEADER_BYTES = 8;
const STRUCTURE_HEADER_BYTES = 4;
const MODE_PAGES_BYTES = 2_048;

const undecoded = ({ spec, cdb, data, timeoutMs }: Command): Command<Uint8Array> => ({
  spec,
  cdb,
  data,
  timeoutMs,
  decodeReply: (bytes) => bytes,
});

const most = (drive: Drive, bytes = MOST_BYTES): number => Math.min(bytes, drive.transport.maxTransferBytes);

/** A reply whose first two bytes count what follows them, without what is only room for more. */
const counted = (reply: Uint8Array): Uint8Array =>
  reply.slice(0, new DataView(reply.buffer, reply.byteOffset, reply.byteLength).getUint16(0) + 2);

export const discInformationReply = async (drive: Drive): Promise<Uint8Array> =>
  counted(await drive.execute(undecoded(readDiscInformation({ allocationLength: INFORMATION_BYTES }))));

/** @throws E_INVALIDARG */
export async function trackInformationReply(
  drive: Drive,
  address: number,
  addressType: IMAPI_READ_TRACK_ADDRESS_TYPE,
): Promise<Uint8Array> {
  if (!Object.values(TrackAddressType).includes(addressType)) throw invalid('there is no such kind of address');
  const command = readTrackInformation({ addressType, address, allocationLength: INFORMATION_BYTES });
  return counted(await drive.execute(undecoded(command)));
}

export async function structureReply(
  drive: Drive,
  fields: { readonly format: number; readonly address: number; readonly layer: number; readonly grantId: number },
): Promise<Uint8Array> {
  const format = lowByte(fields.format);
  const command = readDiscStructure({
    ...fields,
    mediaType: await structureMedia(drive),
    format,
    allocationLength: most(drive),
  });
  return counted(await drive.execute(undecoded(command))).subarray(STRUCTURE_HEADER_BYTES);
}

/** The CDB says of what kind of disc a structure is, and the member of IMAPI2 does not. */
async function structureMedia(drive: Drive): Promise<StructureMedia> {
  const profile = knownProfile(drive) ?? (await currentProfile(drive));
  return profile !== undefined && isBdProfile(profile) ? StructureMedia.Bd : StructureMedia.Dvd;
}

export async function sendStructure(drive: Drive, format: number, data: Uint8Array): Promise<void> {
  const parameters = new Uint8Array(STRUCTURE_HEADER_BYTES + data.length);
  // The length counts what follows it.
  new DataView(parameters.buffer).setUint16(0, parameters.length - 2);
  parameters.set(data, STRUCTURE_HEADER_BYTES);
  await drive.execute(
    sendDiscStructure({ mediaType: await structureMedia(drive), format: lowByte(format) }, parameters),
  );
}

const lowByte = (format: number): number => Uint8Array.of(format)[0] ?? 0;

/** @throws NO_SUCH_FEATURE, FEATURE_IS_NOT_CURRENT; SenseError where the drive does not know GET CONFIGURATION */
export async function featureReply(drive: Drive, code: number, currentOnly: boolean): Promise<Uint8Array> {
  const command = getConfiguration({
    requested: RequestedFeatures.One,
    startingFeature: code,
    allocationLength: most(drive, INFORMATION_BYTES + CONFIGURATION_HEADER_BYTES),
  });
  const reply = await drive.execute(undecoded(command));
  const found = command.decodeReply(reply).entries.find((entry) => entry.code === code);
  if (found === undefined) throw new ImapiError(HResult.E_IMAPI_RECORDER_NO_SUCH_FEATURE);
  if (currentOnly && !found.current) throw new ImapiError(HResult.E_IMAPI_RECORDER_FEATURE_IS_NOT_CURRENT);
  const bytes = 4 + found.data.length;
  return reply.slice(CONFIGURATION_HEADER_BYTES, CONFIGURATION_HEADER_BYTES + bytes);
}

/** @throws E_INVALIDARG */
function pageControl(requestType: IMAPI_MODE_PAGE_REQUEST_TYPE): PageControl {
  if (Object.values(PageControl).includes(requestType)) return requestType;
  throw invalid('there are no such values of a mode page');
}

async function modePages(
  drive: Drive,
  pageCode: number,
  requestType: IMAPI_MODE_PAGE_REQUEST_TYPE,
): Promise<readonly Uint8Array[]> {
  const control = pageControl(requestType);
  const allocationLength = most(drive, MODE_PAGES_BYTES);
  const command = modeSense10({ disableBlockDescriptors: true, pageControl: control, pageCode, allocationLength });
  return modeParameters.decode(await drive.execute(command)).pages;
}

/** @throws E_INVALIDARG, NO_SUCH_MODE_PAGE */
export async function modePageReply(
  drive: Drive,
  code: number,
  requestType: IMAPI_MODE_PAGE_REQUEST_TYPE,
): Promise<Uint8Array> {
  const pages = await modePages(drive, code, requestType);
  const found = pages.find((page) => modePageHeader.decode(page).pageCode === code);
  if (found === undefined) throw new ImapiError(HResult.E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE);
  return found.slice();
}

/** Ascending. @throws E_INVALIDARG */
export async function modePageCodes(
  drive: Drive,
  requestType: IMAPI_MODE_PAGE_REQUEST_TYPE,
): Promise<readonly number[]> {
  const pages = await modePages(drive, ALL_MODE_PAGES, requestType);
  return pages.map((page) => modePageHeader.decode(page).pageCode).toSorted((left, right) => left - right);
}

/** @throws E_INVALIDARG */
export async function sendModePage(
  drive: Drive,
  requestType: IMAPI_MODE_PAGE_REQUEST_TYPE,
  page: Uint8Array,
): Promise<void> {
  const control = pageControl(requestType);
  const saves = control === PageControl.Saved;
  if (!saves && control !== PageControl.Current) throw invalid('only current and saved values can be set');
  if (page.length < 2 || page.length !== modePageHeader.decode(page).pageLength + 2) {
    throw invalid(`a mode page with a length byte of its own is needed, and ${page.length} bytes are not one`);
  }
  // PS is the drive's to set (SPC-3 7.4.5).
  const own = modePageHeader.patch(page, { parametersSavable: false });
  const parameters = modeParameters.encodeForSelect({
    mediumType: 0,
    blockDescriptors: new Uint8Array(),
    pages: [own],
  });
  await drive.execute(modeSelect10({ pageFormat: true, savePages: saves }, parameters));
}

export const invalid = (meaning: string): ImapiError =>
  new ImapiError(HResult.E_INVALIDARG, { meaning, remedy: 'Correct the argument.' });
