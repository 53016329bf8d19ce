import type { PageDeclaration } from '../drive/mode-pages.ts';
import type { VirtualBurner } from '../drive/virtual-burner.ts';
import { capabilities } from './capabilities.ts';
import { settings } from './settings.ts';
import { writeParameters } from './write-parameters.ts';

/** Every mode page of the drive. */
export const modePageDeclarations = (
  burner: Pick<VirtualBurner, 'speeds' | 'buffer' | 'tray'>,
): readonly PageDeclaration<any>[] => [writeParameters, ...settings, capabilities(burner)];
