import * as z from 'zod';
import { drive } from './drive.ts';
import { count, flag, list, result, text, warnings } from './kinds.ts';

export const features = result('features', 'What the drive can do, with the disc in it too: `features`.', {
  drive,
  profile: text('the kind of disc in the drive'),
  profiles: list(
    z
      .object({
        code: count('its number in MMC'),
        name: text('its name'),
        current: flag('whether the disc in the drive is one'),
      })
      .describe('a kind of disc'),
    'the kinds of disc that the drive supports',
  ),
  features: list(
    z
      .object({
        code: count('its number in MMC'),
        name: text('its name'),
        version: count('its version'),
        current: flag('whether it applies to the disc in the drive'),
        persistent: flag('whether it always applies'),
        fields: z
          .record(z.string(), z.string().describe('its value, in words'))
          .describe('the fields of the feature by name, with their values in words'),
      })
      .describe('a feature'),
    'the features of the drive',
  ),
  warnings,
});
