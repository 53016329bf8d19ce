import { readArguments } from '../../../scripts/arguments.mjs';

/**
 * The words after a rig's name, which choose scenarios. `--help` says so; anything else that looks like an option is
 * refused, before the rig looks for its programs.
 */
export const readWords = (npmScript, what) =>
  readArguments({
    usage: `npm run ${npmScript} -- [WORD...]`,
    what,
    words: 'WORD: only scenarios with one of these words in their name run; without words, all of them',
  }).words;
