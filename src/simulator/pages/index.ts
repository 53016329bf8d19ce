import type { PageDeclaration } from '../mode-pages.ts';
import type { VirtualBurner } from '../virtual-burner.ts';
import { writeParameters } from './write-parameters.ts';

/** Every mode page of the drive. */
export const modePageDeclarations = (_burner: VirtualBurner): readonly PageDeclaration<any>[] => [writeParameters];
