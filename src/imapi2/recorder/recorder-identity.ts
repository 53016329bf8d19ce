import { isRefusal } from '../../drive/bad-answer.ts';
import { isBlockMedium } from '../../drive/block-medium.ts';
import type { Drive } from '../../drive/drive.ts';
import { readFeatureList } from '../../drive/drive-capabilities.ts';
import {
  cdMasteringFeature,
  cdTrackAtOnceFeature,
  type FeatureDescriptor,
  findFeature,
  profilesOf,
} from '../../mmc/features.ts';
import { capabilitiesPage, LoadingMechanism } from '../../mmc/mode-pages/capabilities.ts';
import { Profile } from '../../mmc/profiles.ts';
import { inquiry, PeripheralType } from '../../scsi/commands/inquiry.ts';
import { ALL_MODE_PAGES, modeSense10 } from '../../scsi/commands/mode-sense-10.ts';
import { modePageHeader, modeParameters } from '../../scsi/mode-page.ts';
import { IMAPI_MODE_PAGE_TYPE } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { RecorderIdentity } from '../core/recorder-binding.ts';

const ALL_PAGES_BYTES = 2_048;

const REWRITABLE: readonly number[] = [
  Profile.CdRw,
  Profile.DvdRwSequential,
  Profile.DvdRwRestrictedOverwrite,
  Profile.DvdPlusRw,
  Profile.DvdPlusRwDualLayer,
  Profile.DvdRam,
  Profile.BdRe,
];
const READ_ONLY: readonly number[] = [Profile.DvdRom, Profile.BdRom];

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error) || (error as Error).name === 'DecodeError') return undefined;
    throw error;
  }
}

/**
 * Every feature that the drive has.
 * @throws E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED, E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE for a list that was cut off
 */
export async function readFeatures(drive: Drive): Promise<readonly FeatureDescriptor[]> {
  const list = await readFeatureList(drive);
  if (list === undefined) throw new ImapiError(HResult.E_IMAPI_RECORDER_GET_CONFIGURATION_NOT_SUPPORTED);
  if (list.whole) return list.entries;
  throw new ImapiError(HResult.E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE, {
    meaning: 'GET CONFIGURATION: the list of features was cut off, twice',
    remedy: 'Connect the drive another way: to another port, with another cable, without the hub or USB bridge.',
  });
}

/** @throws E_INVALIDARG for what is not an optical drive */
export async function identify(drive: Drive): Promise<RecorderIdentity> {
  const reply = await drive.execute(inquiry({ allocationLength: 36 }));
  const { vendor = '', product = '', revision = '', peripheralType } = reply;
  if (peripheralType !== PeripheralType.CdDvd) {
    throw new ImapiError(HResult.E_INVALIDARG, {
      member: 'initializeDiscRecorder()',
      meaning: `${drive.path} (${vendor} ${product}) is not an optical drive`,
      remedy: 'Give an optical drive: /dev/sr0, D: or sim:.',
    });
  }
  const list = await orUndefined(readFeatureList(drive));
  const listed = list?.entries.some(({ code }) => code === cdTrackAtOnceFeature.code);
  const page = (await orUndefined(drive.modePage(capabilitiesPage)))?.values;
  const mechanism = page?.loadingMechanism;
  const entries = list?.entries ?? [];
  const profiles = profilesOf(entries).map(({ profile }) => profile);
  const rewritable = profiles.some((each) => REWRITABLE.includes(each));
  const trackAtOnce = listed || list?.whole ? listed === true : page?.writeCdR === true || page?.writeCdRw === true;
  return {
    vendor,
    product,
    revision,
    canLoad: page?.eject === true && mechanism !== LoadingMechanism.Caddy && mechanism !== LoadingMechanism.PopUp,
    trackAtOnce,
    raw: findFeature(entries, cdMasteringFeature)?.raw === true,
    data: trackAtOnce || profiles.some((each) => isBlockMedium(each) && !READ_ONLY.includes(each)),
    rewritable: rewritable || (list?.whole !== true && page?.writeCdRw === true),
    certain: true,
  };
}

/** The codes of the mode pages that the drive has, ascending. */
export async function readModePageCodes(drive: Drive): Promise<readonly number[]> {
  const ask = (pageCode: number, allocationLength: number) =>
    orUndefined(drive.execute(modeSense10({ disableBlockDescriptors: true, pageCode, allocationLength })));
  const all = await ask(ALL_MODE_PAGES, Math.min(ALL_PAGES_BYTES, drive.transport.maxTransferBytes));
  if (all !== undefined) return codesIn(all);
  const found: number[] = [];
  for (const code of Object.values(IMAPI_MODE_PAGE_TYPE)) {
    const reply = await ask(code, 8 + 8 + 258);
    if (reply !== undefined) found.push(...codesIn(reply));
  }
  return found.toSorted((left, right) => left - right);
}

const codesIn = (reply: Uint8Array): number[] =>
  modeParameters
    .decode(reply)
    .pages.map((page) => modePageHeader.decode(page).pageCode)
    .toSorted((left, right) => left - right);
