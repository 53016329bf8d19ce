import { readdirSync } from 'node:fs';

/** The paths that begin with this one, as readline wants them. Folders end with a slash, so that the next Tab goes on in them. */
export function completePath(line: string): [paths: string[], line: string] {
  const at = Math.max(line.lastIndexOf('/'), process.platform === 'win32' ? line.lastIndexOf('\\') : -1) + 1;
  const [folder, start] = [line.slice(0, at), line.slice(at)];
  try {
    const paths = readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })
      .filter(({ name }) => name.startsWith(start) && (start !== '' || !name.startsWith('.')))
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort();
    return [paths, line];
  } catch {
    return [[], line];
  }
}
