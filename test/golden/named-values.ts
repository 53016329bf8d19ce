import { CloseFunction } from '../../src/mmc/commands/close-track-session.ts';
import { RequestedFeatures } from '../../src/mmc/commands/get-configuration.ts';
import { DiscStatus, SessionState } from '../../src/mmc/commands/read-disc-information.ts';
import { TrackAddressType } from '../../src/mmc/commands/read-track-information.ts';
import { RotationControl } from '../../src/mmc/commands/set-cd-speed.ts';
import { featureName } from '../../src/mmc/features.ts';
import { TrackMode } from '../../src/mmc/mode-pages/write-parameters.ts';
import { profileName } from '../../src/mmc/profiles.ts';
import { PeripheralType } from '../../src/scsi/commands/inquiry.ts';
import { PowerCondition } from '../../src/scsi/commands/start-stop-unit.ts';
import { VitalProductDataPage } from '../../src/scsi/commands/vital-product-data.ts';
import { PageControl } from '../../src/scsi/mode-page.ts';
import { SenseKey } from '../../src/scsi/sense.ts';
import { ascDescription } from '../../src/scsi/sense-codes.ts';
import { fixtureJson } from './exchanges.ts';

/** By field: what Wireshark calls the values that were recorded. */
const THEIRS = fixtureJson('golden/wireshark-values.json') as Readonly<
  Record<string, Readonly<Record<string, string>>>
>;

/** By field: Wireshark's names, and our value with the same meaning. */
const OURS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'scsi.mode.pc': { 'Current Values': PageControl.Current, 'Default Values': PageControl.Default },
  'scsi.inquiry.devtype': { 'CD-ROM': PeripheralType.CdDvd },
  'scsi.sns.key': {
    'Not Ready': SenseKey.NotReady,
    'Medium Error': SenseKey.MediumError,
    'Illegal Request': SenseKey.IllegalRequest,
  },
  'scsi_mmc.disc_info.state_of_last_session': {
    'Empty Session': SessionState.Empty,
    'Incomplete Session': SessionState.Incomplete,
    'Complete Session': SessionState.Complete,
  },
  'scsi_mmc.disc_info.disk_status': {
    'Empty Disc': DiscStatus.Blank,
    'Incomplete Disc': DiscStatus.Appendable,
    'Finalized Disc': DiscStatus.Complete,
  },
  'scsi_mmc.setcdspeed.rc': { 'CLV and none-pure CAV': RotationControl.Clv },
  'scsi_mmc.rti.address_type': { 'Logical Track Number': TrackAddressType.Track },
  'scsi_mmc.rti.track_mode': {
    '2 audio channels without pre-emphasis, digital copy prohibited': TrackMode.Audio,
    'Data track, recorded uninterrupted, digital copy prohibited': TrackMode.Data,
    'Data track, recorded incremental, digital copy permitted':
      TrackMode.DataIncremental + TrackMode.AudioCopyPermitted,
  },
  'scsi_mmc.getconf.rt': {
    'Return all features': RequestedFeatures.All,
    'Return all identified by Starting Feature': RequestedFeatures.One,
  },
  'scsi_sbc.ssu.pwr': { 'No Change': PowerCondition.NoChange },
  'scsi_mmc.closetrack.func': { 'Close last incomplete session': CloseFunction.Session },
  'scsi.inquiry.evpd.supported_page': {
    'Supported Vital Product Data Pages': VitalProductDataPage.SupportedPages,
    'Unit Serial Number Page': VitalProductDataPage.UnitSerialNumber,
    'Device Identification Page': VitalProductDataPage.DeviceIdentification,
  },
};

/** By field: our name of a value, where we have names for all of them. */
const NAMED: Readonly<Record<string, (value: number) => string>> = {
  'scsi_mmc.feature': featureName,
  'scsi_mmc.feature.profile': profileName,
  'scsi_mmc.getconf.current_profile': profileName,
  'scsi_mmc.getconf.starting_feature': featureName,
  'scsi.sns.ascascq': (value) => ascDescription(Math.floor(value / 256), value % 256),
};

/** Other words for the same. */
const SYNONYMS: Readonly<Record<string, string>> = {
  'cd audio analog play': 'cd audio external play',
  'disc control block': 'disc control blocks (dcbs)',
  'incremental streaming writeable': 'incremental streaming writable',
};

const normalized = (words: string): string => SYNONYMS[words.toLowerCase()] ?? words.toLowerCase();

/** Values that mean something else to Wireshark. What it does not know, and reserved numbers, are not compared. */
export function wrongNames(): string[] {
  const named = Object.entries(NAMED).flatMap(([field, name]) =>
    Object.entries(THEIRS[field] ?? {}).flatMap(([value, theirs]) =>
      /^(?:unknown|reserved)$/i.test(theirs) || normalized(theirs) === name(Number(value)).toLowerCase()
        ? []
        : [`${field} ${value} is "${name(Number(value))}" to us and "${theirs}" to Wireshark`],
    ),
  );
  const valued = Object.entries(OURS).flatMap(([field, ours]) => {
    const theirs = Object.entries(THEIRS[field] ?? {});
    const ourWords = Object.entries(ours).map(([word, value]) => `${field} ${value} is ${word}`);
    const theirWords = theirs.map(([value, word]) => `${field} ${value} is ${word}`);
    return [
      ...ourWords.filter((each) => !theirWords.includes(each)),
      ...theirWords.filter((each) => !ourWords.includes(each)),
    ];
  });
  return [...named, ...valued];
}
