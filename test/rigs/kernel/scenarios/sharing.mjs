// What happens to a drive that others use too: the kernel, other programs, and hands. The virtual burner behind TCMU.

import { runExpecting } from '../../support/programs.mjs';
import { giveUp, putAway } from '../guest/our-drive.mjs';
import { kernelRules } from './kernel-rules.mjs';
import { killing } from './killing.mjs';
import { leaving } from './leaving.mjs';
import { others } from './others.mjs';
import { patience } from './patience.mjs';

export const scenarios = [
  {
    name: 'configfs',
    always: true,
    run: async () => {
      await runExpecting(0, 'modprobe', ['configfs']);
      await runExpecting(0, 'mount', ['-t', 'configfs', 'configfs', '/sys/kernel/config']);
    },
  },
  ...kernelRules,
  ...others,
  ...patience,
  ...killing,
  ...leaving,
];

export const recover = giveUp;
export const tearDown = putAway;
