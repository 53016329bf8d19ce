import { problems, volumeShape } from './iso-list.ts';
import { count, result } from './kinds.ts';

export const isoCheck = result('iso-check', 'Whether a file system is whole: `iso check`.', {
  ...volumeShape,
  files: count('its files'),
  folders: count('its folders'),
  problems,
});
