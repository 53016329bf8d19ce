/**
 * Unfinished command lines. `yes`: proposals that must be there, `no`: those that must not. The folder has the files `album.cue`
 * and `my.disc` and the folder `photos`.
 */
export const LINES = [
  { line: 'discwright ', yes: ['drives', 'burn', 'iso', 'completion', 'help'], no: ['create', 'album.cue'] },
  { line: 'discwright bu', yes: ['burn'], no: ['blank'] },
  { line: 'discwright iso ', yes: ['create', 'list', 'extract', 'check'], no: ['burn'] },
  { line: 'discwright image b', yes: ['burn'], no: ['blank'] },
  { line: 'discwright burn --write-t', yes: ['--write-type'], no: ['--device'] },
  { line: 'discwright iso create --vo', yes: ['--volume'], no: ['--verify'] },
  { line: 'discwright burn --write-type ', yes: ['auto', 'tao', 'sao', 'raw'], no: ['album.cue', 'none'] },
  { line: 'discwright image burn --verify ', yes: ['none', 'quick', 'full'], no: ['album.cue'] },
  { line: 'discwright --json bla', yes: ['blank'], no: ['burn'] },
  { line: 'discwright burn al', yes: ['album.cue'], no: ['burn'] },
  { line: 'discwright rip pho', yes: ['photos'], no: ['album.cue'] },
  { line: 'discwright completion ', yes: ['bash', 'zsh', 'fish'], no: ['album.cue', 'burn'] },
  { line: 'discwright help enh', yes: ['enhanced'], no: ['album.cue'] },
  { line: 'discwright info --device si', yes: ['sim:'], no: ['album.cue'] },
  { line: 'discwright info --device sim:my', yes: ['sim:my.disc'], no: ['album.cue'] },
];
