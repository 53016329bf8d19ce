import { oneOf, result, text } from './kinds.ts';

export const completion = result('completion', 'A script for a shell: `completion`.', {
  shell: oneOf(['bash', 'zsh', 'fish'], 'the shell'),
  script: text('the script'),
});
