import type { PersonalityData } from '../personality.ts';

export const noSaoAppend: PersonalityData = {
  name: 'no-sao-append',
  summary: 'Session-At-Once on a disc that has a session already is refused.',
  source: 'libburn and cdrecord refuse it for the sake of such drives, cdrdao does it: drives differ.',
  habits: [
    { habit: 'mode-page', page: 0x05, refuses: [{ values: { writeType: 2 }, disc: 'recorded' }] },
    { habit: 'refuses', commands: ['WRITE(10)'], when: { lba: -150 }, disc: 'recorded', sense: '5/21/02' },
  ],
};
