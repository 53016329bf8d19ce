import type { PersonalityData } from '../personality.ts';

export const getPerformanceFails: PersonalityData = {
  name: 'get-performance-fails',
  summary: 'GET PERFORMANCE fails, though the drive claims to have it.',
  source: 'growisofs 7.1: Pioneer and LG drives fail it.',
  habits: [{ habit: 'refuses', commands: ['GET PERFORMANCE'], sense: '5/24/00' }],
};
