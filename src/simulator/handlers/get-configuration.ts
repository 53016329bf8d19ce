import { getConfiguration, RequestedFeatures } from '../../mmc/commands/get-configuration.ts';
import { invalidCdbField } from '../check-condition.ts';
import { featuresOf, profileOf } from '../models/cd-recorder-features.ts';
import { handle } from './handler.ts';

export const getConfigurationHandler = handle(getConfiguration, 'always', ({ burner, args }) => {
  const { requested, startingFeature } = args;
  const features = featuresOf(burner);
  const { tray } = burner;
  return { currentProfile: profileOf(tray.open ? undefined : tray.disc), entries: features.filter(isRequested) };

  function isRequested({ code, current }: { code: number; current: boolean }): boolean {
    switch (requested) {
      case RequestedFeatures.All:
        return code >= startingFeature;
      case RequestedFeatures.Current:
        return code >= startingFeature && current;
      case RequestedFeatures.One:
        return code === startingFeature;
      default:
        throw invalidCdbField(getConfiguration, 'requested');
    }
  }
});
