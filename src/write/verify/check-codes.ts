import { type CdTextPack, cdTextPack } from '../../cd/cd-text/index.ts';
import { decodeControl } from '../../cd/control.ts';
import { toHex } from '../../codec/index.ts';
import { ask, askUntilPlausible } from '../../drive/ask.ts';
import { trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { isPlausibleCdText } from '../../drive/plausible.ts';
import { CD_TEXT_REPLY_BYTES, readCdText } from '../../mmc/commands/read-cd-text.ts';
import { readCatalogNumber, readIsrc } from '../../mmc/commands/read-sub-channel.ts';
import { readControl } from '../../read/rip/q-control.ts';
import { type SentTrack, trackLengthOf, trackStartOf } from '../engine/send-extent.ts';
import type { TrackProperties } from '../engine/track-source.ts';
import { warningsOf } from './warnings-of.ts';

const NOT_READ = 'It may not be on the disc, or this drive may not read it';

/**
 * Reads back what is only a code: the sound is right without it, so a difference is a warning.
 * @returns the warnings
 */
export async function trackCodeWarnings(
  drive: Drive,
  sent: SentTrack,
  { isrc, copyPermitted = false, serialCopy = false }: TrackProperties,
): Promise<string[]> {
  const { number } = sent;
  return [
    ...(isrc === undefined ? [] : await isrcWarnings(drive, number, isrc)),
    ...(copyPermitted && !serialCopy ? await copyWarnings(drive, number) : []),
    ...(serialCopy ? await serialCopyWarnings(drive, sent) : []),
  ];
}

async function isrcWarnings(drive: Drive, track: number, isrc: string): Promise<string[]> {
  const what = `the ISRC of track ${track}`;
  return await warningsOf(what, async () => {
    const reply = await ask(drive, readIsrc({ track }));
    // Some drives leave the track number 0, others return another track's ISRC.
    const own = reply.track === track || reply.track === 0;
    const found = reply.valid && own && reply.isrc !== undefined ? textOf(reply.isrc) : undefined;
    return difference(what, isrc, found);
  });
}

/** Reads back the disc's catalogue number; a difference is a warning. */
export async function catalogueNumberWarnings(drive: Drive, catalogueNumber: string | undefined): Promise<string[]> {
  if (catalogueNumber === undefined) return [];
  const what = 'the catalogue number';
  return await warningsOf(what, async () => {
    const { valid, digits } = await ask(drive, readCatalogNumber({}));
    return difference(what, catalogueNumber, valid && digits !== undefined ? textOf(digits) : undefined);
  });
}

async function copyWarnings(drive: Drive, track: number): Promise<string[]> {
  return await warningsOf(`the copy bit of track ${track}`, async () => {
    const { trackMode } = await trackInformation(drive, track);
    if (decodeControl(trackMode).copyPermitted) return [];
    return [`track ${track} was to permit digital copies, but the drive reports that it does not`];
  });
}

/** The copy bit of an SCMS copy alternates in Q, which alone shows it. */
async function serialCopyWarnings(drive: Drive, sent: SentTrack): Promise<string[]> {
  const { number, format } = sent;
  return await warningsOf(`the copy bit of track ${number}`, async () => {
    const startLba = trackStartOf(sent);
    const tooLittle: string[] = [];
    const { serialCopy, control } = await readControl(
      drive,
      { number, startLba, control: format.trackMode },
      startLba + trackLengthOf(sent),
      tooLittle,
    );
    if (serialCopy) return [];
    return control === undefined || tooLittle.length > 0
      ? [
          `too little of the Q sub-channel of track ${number} can be read to see whether it is the SCMS copy that was sent`,
        ]
      : [`track ${number} was to be an SCMS copy, but its copy bit does not alternate on the disc`];
  });
}

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function difference(what: string, sent: string, found: string | undefined): string[] {
  if (found === sent) return [];
  return [
    found === undefined
      ? `${what}, ${sent}, was sent, but the drive does not find it on the disc. ${NOT_READ}`
      : `${what} was sent as ${sent}, but the drive reads ${found}`,
  ];
}

/** Reads back the CD-TEXT of the lead-in; a difference is a warning. @param packs that were sent */
export async function cdTextWarnings(drive: Drive, packs: Uint8Array | undefined): Promise<string[]> {
  if (packs === undefined) return [];
  return await warningsOf('the CD-TEXT', async () => {
    const { entries } = await askUntilPlausible(
      drive,
      readCdText({ allocationLength: CD_TEXT_REPLY_BYTES }),
      isPlausibleCdText,
    );
    if (entries.length === 0) return [`the CD-TEXT was sent, but the drive does not find it on the disc. ${NOT_READ}`];
    const found = new Set(entries.map(withoutCrc));
    const sent = Array.from({ length: packs.length / cdTextPack.lengthBytes }, (_, at) =>
      cdTextPack.decode(packs.subarray(at * cdTextPack.lengthBytes)),
    );
    const missing = sent.filter((pack) => !found.has(withoutCrc(pack))).length;
    return missing === 0
      ? []
      : [`${missing} of ${sent.length} packs of the CD-TEXT read back differently, or not at all`];
  });
}

/** Some drives clear the CRC. */
const withoutCrc = (pack: CdTextPack): string => toHex(cdTextPack.encode({ ...pack, crc: 0 }));
