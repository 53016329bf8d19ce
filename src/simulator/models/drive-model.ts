import type { FeatureDescriptor } from '../../mmc/features.ts';
import type { DriveCore, DriveIdentity } from '../core.ts';
import type { Handler } from '../handlers/handler.ts';
import type { PageDeclaration, PageSource } from '../mode-pages/page-declaration.ts';
import type { WriteTypeStrategy } from '../write-types/write-type.ts';

/** What one kind of drive is made of. */
export interface DriveModel {
  /** The default identity. */
  readonly identity: DriveIdentity;
  /** How fast data cross the cable. Default: 33,000, Ultra DMA/33. */
  readonly cableBytesPerMs?: number;
  /** One for each known opcode. */
  readonly handlers: readonly Handler[];
  readonly writeTypes: readonly WriteTypeStrategy[];
  readonly modePages: (source: PageSource) => readonly PageDeclaration<any>[];
  /** In the order of their codes. */
  readonly features: (drive: Pick<DriveCore, 'identity' | 'loadedDisc'>) => readonly FeatureDescriptor[];
}
