/**
 * Pictures of discs: {@link discMap} says what is where, and {@link discPicture}, {@link barPicture} and {@link mapInLines} draw it.
 * @packageDocumentation
 */
export { barPicture } from './bar-picture.ts';
export { type DiscMap, type DiscMapOptions, type DiscMark, type DiscPart, discMap, type PartKind } from './disc-map.ts';
export { discPicture } from './disc-picture.ts';
export { mapInLines } from './map-lines.ts';
