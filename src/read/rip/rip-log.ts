import { formatLength } from '../../cd/msf.ts';
import type { CheckedRipOptions, RippedTrack, RipResult } from './rip-options.ts';

/** The log of a rip, as text: how it was read, and what is known of each track. */
export function ripLog(result: RipResult, { passes, retries, onError, format }: CheckedRipOptions): string {
  const { offsetSamples, overlapBlocks, c2, repairedBlocks, displacedPieces, warnings, hidden } = result;
  const lines = [
    'discwright rip',
    '',
    `Format                ${format}`,
    `Read offset           ${offsetSamples > 0 ? '+' : ''}${offsetSamples} samples`,
    `Passes that agree     ${passes}, and up to ${retries} more for a block in doubt`,
    `Overlap               ${overlapBlocks === 0 ? 'none' : `${overlapBlocks} blocks`}`,
    `C2 error flags        ${c2 ? 'used' : 'not used'}`,
    `Unreadable blocks     ${onError === 'stop' ? 'end the rip' : 'become silence'}`,
    `Repaired blocks       ${repairedBlocks}`,
    `Displaced pieces      ${displacedPieces}`,
    ...(result.catalogNumber === undefined ? [] : [`Catalogue number      ${result.catalogNumber}`]),
    ...(result.accurateRipId === undefined ? [] : [`AccurateRip id        ${result.accurateRipId}`]),
    ...(result.cddbId === undefined ? [] : [`CDDB id               ${result.cddbId}`]),
    ...(result.ctdb === undefined ? [] : [`CTDB CRC of the disc  ${result.ctdb}`]),
    ...(hidden === undefined ? [] : ['', `Before track 1        ${formatLength(hidden.lengthBlocks)}, ${hidden.path}`]),
    ...result.tracks.flatMap((track) => ['', ...trackLines(track)]),
    '',
    ...(warnings.length === 0 ? ['No errors, no warnings'] : ['Warnings', ...warnings.map((words) => `  ${words}`)]),
  ];
  return `${lines.join('\n')}\n`;
}

function trackLines(track: RippedTrack): string[] {
  const { number, kind, startLba, lengthBlocks, path, pregapBlocks, indexBlocks, checksums, suspects } = track;
  const flags = [
    ...(track.preEmphasis ? ['pre-emphasis'] : []),
    ...(track.copyPermitted ? ['copying permitted'] : []),
    ...(track.serialCopy ? ['SCMS copy'] : []),
    ...(track.fourChannels ? ['four channels'] : []),
  ];
  const suspectBlocks = suspects.reduce((sum, each) => sum + each.lengthBlocks, 0);
  return [
    `Track ${number} (${kind})`,
    `  File           ${path ?? 'none'}`,
    `  Start, length  LBA ${startLba}, ${lengthBlocks} blocks (${formatLength(lengthBlocks)})`,
    ...(pregapBlocks === 0 ? [] : [`  Pause before   ${formatLength(pregapBlocks)}`]),
    ...indexBlocks.map((blocks, index) => `  Index ${String(index + 2).padEnd(2)}       ${formatLength(blocks)}`),
    ...(track.isrc === undefined ? [] : [`  ISRC           ${track.isrc}`]),
    ...(flags.length === 0 ? [] : [`  Flags          ${flags.join(', ')}`]),
    ...(checksums === undefined
      ? []
      : [
          `  CRC-32         ${checksums.crc32}`,
          `  AccurateRip    v1 ${checksums.accurateRipV1}, v2 ${checksums.accurateRipV2}`,
          `  CTDB           ${checksums.ctdb}`,
        ]),
    `  Suspect        ${suspectBlocks === 0 ? 'no blocks' : `${suspectBlocks} blocks, see below`}`,
  ];
}
