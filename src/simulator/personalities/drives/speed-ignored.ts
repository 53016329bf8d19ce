import type { PersonalityData } from '../personality.ts';

export const speedIgnored: PersonalityData = {
  name: 'speed-ignored',
  summary: 'SET CD SPEED and SET STREAMING are GOOD, and the drive writes as fast as it likes.',
  source:
    'Reports from users who want to write slowly, about many drives; cdrecord and libburn print the speed that the drive reports afterwards.',
  habits: [{ habit: 'ignores', commands: ['SET CD SPEED', 'SET STREAMING'] }],
};
