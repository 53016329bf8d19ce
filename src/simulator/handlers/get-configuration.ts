import { getConfiguration, RequestedFeatures } from '../../mmc/commands/get-configuration.ts';
import { profilesOf } from '../../mmc/features.ts';
import { Profile } from '../../mmc/profiles.ts';
import { invalidCdbField } from '../check-condition.ts';
import { handle } from './handler.ts';

export const getConfigurationHandler = handle(getConfiguration, 'always', ({ drive, args }) => {
  const { requested, startingFeature } = args;
  const features = drive.features();
  // A disc that the drive does not know has no profile.
  const currentProfile = profilesOf(features).find(({ current }) => current)?.profile ?? Profile.None;
  return { currentProfile, entries: features.filter(isRequested) };

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
