import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { MultiSession, WriteType, writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { BurnError } from './burn-error.ts';
import { endOfTrackLimitMs } from './limits.ts';
import type { TrackFormat } from './track-format.ts';

export interface WriteParameters {
  readonly writeType: WriteType;
  readonly multiSession: MultiSession;
  /** The format of the track that is written next, or of the last track of a session that is being closed. */
  readonly format: TrackFormat;
  readonly testWrite: boolean;
  readonly bufferUnderrunFree: boolean;
  /** 13 digits; none unless given. */
  readonly catalogueNumber?: string | undefined;
  /** 12 characters; none unless given. */
  readonly isrc?: string | undefined;
  /** The track is a copy of which no copies may be made (SCMS). Default false. */
  readonly serialCopy?: boolean | undefined;
  /** Fixed packets of so many blocks, as on DVD (MMC-6 7.5.4). */
  readonly packetBlocks?: number | undefined;
  /** What links two packets, in blocks, as DVD-R is written incrementally. None unless given. */
  readonly linkBlocks?: number | undefined;
}

const IDENTIFIER_BYTES = 16;
/** MCVAL and TCVAL (MMC-5 7.5.4). */
const IDENTIFIER_VALID = 0x80;

/** A catalogue number or an ISRC as the page holds it; zeros for none. */
function identifier(text: string | undefined): Uint8Array {
  const field = new Uint8Array(IDENTIFIER_BYTES);
  if (text !== undefined) field.set([IDENTIFIER_VALID, ...new TextEncoder().encode(text)]);
  return field;
}

const WRITE_TYPE_NAMES: Readonly<Record<WriteType, string>> = {
  [WriteType.Packet]: 'packet writing',
  [WriteType.TrackAtOnce]: 'Track-At-Once',
  [WriteType.SessionAtOnce]: 'Session-At-Once',
  [WriteType.Raw]: 'raw writing',
  [WriteType.LayerJump]: 'layer jump recording',
};

const REMEDY = 'The drive may not write this medium in that way; try another disc type or drive';

const REMEDIES: Readonly<Partial<Record<WriteType, string>>> = {
  [WriteType.TrackAtOnce]: 'The drive may not write this medium track by track; try another disc type or drive',
  [WriteType.SessionAtOnce]:
    'The drive may not write whole sessions, or not after others: use a blank disc and RAW 96 (`--write-type raw`), or write Track-At-Once (`--write-type tao`)',
};

/** Fields that decide what is written to the disc: a drive that keeps other values must not be used to write. */
const DECISIVE = ['writeType', 'multiSession', 'trackMode', 'dataBlockType', 'testWrite'] as const;

type Changes = ReturnType<typeof changesFor>;

/**
 * Variants of the same request, the drive's own page with changes first. Some drives have illegal defaults in fields
 * that nobody sets, and accept only a page that comes entirely from the host. Some do not accept "another session may
 * follow" together with a new block type. Some do not know buffer-underrun protection.
 */
function* variants(own: Uint8Array, changes: Changes): Generator<readonly Uint8Array[]> {
  const zeros = new Uint8Array(own.length);
  zeros.set([writeParametersPage.code, own.length - 2]);
  const withoutProtection = { ...changes, bufferUnderrunFree: false };
  for (const wanted of changes.bufferUnderrunFree ? [changes, withoutProtection] : [changes]) {
    for (const base of [own, zeros]) {
      const page = edited(base, wanted);
      yield [page];
      if (wanted.multiSession !== MultiSession.NoNextSession) {
        yield [edited(base, { ...wanted, multiSession: MultiSession.NoNextSession }), page];
      }
    }
  }
}

/**
 * Applies the changes for which the drive's page is long enough: in old drives it ends before catalogue number or ISRC.
 */
function edited(page: Uint8Array, changes: Changes): Uint8Array {
  const { fields } = writeParametersPage.layout;
  const fitting = Object.entries(changes).filter(([name]) =>
    fields[name as keyof typeof fields].spans.every(({ byte }) => byte < page.length),
  );
  return writeParametersPage.edit(page, Object.fromEntries(fitting));
}

function changesFor({
  writeType,
  multiSession,
  format,
  testWrite,
  bufferUnderrunFree,
  catalogueNumber,
  isrc,
  serialCopy = false,
  packetBlocks,
  linkBlocks,
}: WriteParameters) {
  return {
    writeType,
    multiSession,
    trackMode: format.trackMode,
    dataBlockType: format.dataBlockType,
    sessionFormat: format.sessionFormat,
    testWrite,
    bufferUnderrunFree,
    fixedPacket: packetBlocks !== undefined,
    ...(linkBlocks === undefined ? {} : { linkSizeValid: true, linkSize: linkBlocks }),
    copy: serialCopy,
    packetSizeBlocks: packetBlocks ?? 0,
    audioPauseBlocks: PREGAP_BLOCKS,
    mediaCatalogNumber: identifier(catalogueNumber),
    isrc: identifier(isrc),
  };
}

/**
 * Sets page 05h, in whichever variant the drive accepts, and reads it back.
 * @returns whether buffer-underrun protection is on
 * @throws BurnError when no variant is accepted or the drive keeps values other than those it was sent
 */
export async function setWriteParameters(drive: Drive, wanted: WriteParameters): Promise<boolean> {
  const changes = changesFor(wanted);
  const { bytes } = await drive.modePage(writeParametersPage);
  let refusal: unknown;
  for (const pages of variants(bytes, changes)) {
    try {
      for (const page of pages) await selectPage(drive, page);
      return await checkReadBack(drive, changes);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusal = error;
    }
  }
  throw new BurnError({
    phase: 'preparing',
    code: 'PARAMETERS_REFUSED',
    reason: `the drive refuses the write parameters for ${WRITE_TYPE_NAMES[wanted.writeType]}: ${(refusal as SenseError).message}`,
    remedy: REMEDIES[wanted.writeType] ?? REMEDY,
    cause: refusal,
  });
}

/**
 * 5/2C/00, command sequence error: the drive has not finished something, such as the track before. It is flushed and
 * waited for, and the page sent once more.
 */
async function selectPage(drive: Drive, page: Uint8Array): Promise<void> {
  try {
    await drive.selectModePage(page);
  } catch (error) {
    if (!(error instanceof SenseError && isSense(error.sense, SenseKey.IllegalRequest, 0x2c))) throw error;
    await drive.execute(synchronizeCache({ immediate: true })).catch(() => {});
    await drive.whenReady({ activity: 'flushing its buffer', limitMs: endOfTrackLimitMs(), discInformation: true });
    await drive.selectModePage(page);
  }
}

/** A page that is not as it was sent is read twice: the first reply may be stale. */
async function checkReadBack(drive: Drive, wanted: Changes): Promise<boolean> {
  const read = async () => {
    const { values } = await drive.modePage(writeParametersPage);
    return { values, wrong: DECISIVE.filter((name) => values[name] !== wanted[name]) };
  };
  const first = await read();
  const { values, wrong } = first.wrong.length === 0 ? first : await read();
  if (wrong.length > 0) {
    const differences = wrong.map((name) => `${name} is ${values[name]} instead of ${wanted[name]}`).join(', ');
    throw new BurnError({
      phase: 'preparing',
      code: 'PARAMETERS_IGNORED',
      reason: `the drive accepted the write parameters but did not keep them: ${differences}`,
      remedy: 'Power-cycle the drive and try again',
    });
  }
  return values.bufferUnderrunFree;
}
