/**
 * Pictures of discs: {@link discMap} says what is where, and {@link discPicture}, {@link barPicture} and {@link mapInLines} draw it.
 * Of a burn: {@link traceReport} makes a page of what was sent to the drive. Of a rip:
 * {@link ripReport} makes one of what was read.
 * @packageDocumentation
 */
export { barPicture } from './bar-picture.ts';
export { type DiscMap, type DiscMapOptions, type DiscMark, type DiscPart, discMap, type PartKind } from './disc-map.ts';
export { discPicture } from './disc-picture.ts';
export { type MapInLinesOptions, mapInLines } from './map-lines.ts';
export type { PictureOptions } from './picture-options.ts';
export type { ReportOptions } from './report/report-options.ts';
export { type RipFacts, ripReport } from './report/rip-report.ts';
export { traceReport } from './report/trace-report.ts';
