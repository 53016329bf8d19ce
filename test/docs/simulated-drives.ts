/** What lines of the pages may begin with. Other programs are not installed where the tests run. */
export const SHELL_PROGRAMS = /^(?:#|(?:npx )?discwright |node |mkdir |echo |cat )/;

/** Commands that have no drive. */
const WITHOUT_DRIVE =
  /^discwright (?:iso create|iso \w+ \S+\.iso|plan|trace|report|serve|help|completion|drives|doctor)\b/;

/** Lines of a page, on simulated drives: `/dev/sr0`, and what names no drive, is `drive`; `/dev/sr1` has a blank CD-R. */
export const onDrives = (code: string, drive: string): string =>
  code
    .split('\n')
    .map((line) =>
      /^discwright /.test(line) && !/--device/.test(line) && !WITHOUT_DRIVE.test(line)
        ? line.replace('discwright ', 'discwright --device /dev/sr0 ')
        : line,
    )
    .join('\n')
    .replaceAll(/(['"])\/dev\/sr0\1/g, `'${drive}'`)
    .replaceAll(/\/dev\/sr0\b/g, `'${drive}'`)
    .replaceAll(/(['"])\/dev\/sr1\1/g, "'sim:sr1.disc'")
    .replaceAll(/\/dev\/sr1\b/g, 'sim:sr1.disc');
