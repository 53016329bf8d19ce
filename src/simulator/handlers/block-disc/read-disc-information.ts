import {
  DiscInformationType,
  powResourcesBlock,
  readDiscInformation,
  trackResourcesBlock,
} from '../../../mmc/commands/read-disc-information.ts';
import { invalidCdbField } from '../../check-condition.ts';
import type { DriveCore } from '../../core.ts';
import { allTracks } from '../../media/block-disc/structure.ts';
import { decodeArguments, type Handler } from '../handler.ts';
import { familyIn } from './family-of-call.ts';

const UNDEFINED_DISC_TYPE = 0xff;
/** Tracks of a BD: as many as its session information can list (MMC-6 6.21.4). */
const MOST_TRACKS = 7_927;
const MOST_OPEN_TRACKS = 16;
/** What remains of pseudo-overwrite, as dvd+rw-mediainfo reports it of a LITE-ON iHBS112. */
const POW_RESOURCES = { remainingReplacements: 16_843_040, remainingMapEntries: 0, remainingUpdates: 0 } as const;

export const readBlockDiscInformationHandler: Handler = {
  opcode: readDiscInformation.spec.opcode,
  access: 'medium',
  async run({ drive, cdb }) {
    const { dataType, allocationLength } = decodeArguments(readDiscInformation.spec, cdb);
    return reply(drive, dataType).subarray(0, allocationLength);
  },
};

function reply(drive: DriveCore, dataType: number): Uint8Array {
  switch (dataType) {
    case DiscInformationType.Standard:
      return standard(drive);
    case DiscInformationType.TrackResources:
      return trackResources(drive);
    case DiscInformationType.PowResources: {
      const { structure } = familyIn(drive).path.disc;
      if (structure.layout !== 'sequential' || !structure.format?.pseudoOverwrite) throw refused();
      return powResourcesBlock.encode(POW_RESOURCES);
    }
    default:
      throw refused();
  }
}

const refused = () => invalidCdbField(readDiscInformation, 'dataType');

function standard(drive: DriveCore): Uint8Array {
  const { family, path } = familyIn(drive);
  const facts = family.information(path);
  return readDiscInformation.spec.reply.encode({
    dataLength: 32,
    erasable: path.disc.medium.erasable,
    discStatus: facts.status,
    lastSessionState: facts.lastSessionState,
    firstTrack: 1,
    sessions: facts.sessions,
    firstTrackInLastSession: facts.firstTrackInLastSession,
    lastTrackInLastSession: facts.lastTrackInLastSession,
    unrestrictedUse: true,
    backgroundFormat: facts.backgroundFormat ?? 0,
    discType: UNDEFINED_DISC_TYPE,
    discId: 0,
    lastSessionLeadInStart: 0,
    lastPossibleLeadOutStart: 0,
    applicationCode: 0,
    opcTables: 0,
  });
}

/** Only BD has such lists. */
function trackResources(drive: DriveCore): Uint8Array {
  const { disc } = familyIn(drive).path;
  const { structure } = disc;
  if (!disc.isBd || structure.layout !== 'sequential') throw refused();
  const open = structure.tracks.filter(({ closed }) => !closed).length;
  return trackResourcesBlock.encode({
    mostTracks: MOST_TRACKS,
    tracks: allTracks(structure).length,
    mostAppendableTracks: MOST_OPEN_TRACKS,
    appendableTracks: open,
  });
}
