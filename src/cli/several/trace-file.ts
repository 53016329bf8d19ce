import { parse, format as pathOf } from 'node:path';

/** What a drive is called in the name of a file: `sr0`, `D`, `sim-my.disc`. */
function nameOf(device: string): string {
  const name = device.replace(/^\/dev\//, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return name.replaceAll(/^[-.]+|[-.]+$/g, '') || 'drive';
}

/**
 * Where the exchanges with one of several drives are recorded: `trace.sr0.jsonl`. Drives of the same name are numbered.
 * @param file what `--trace` names
 */
export function traceFileOf(file: string, devices: readonly string[], index: number): string {
  const names = devices.map(nameOf);
  const name = names[index] ?? '';
  const same = names.filter((each) => each === name).length;
  const number = names.slice(0, index + 1).filter((each) => each === name).length;
  const { dir, name: stem, ext } = parse(file);
  return pathOf({ dir, name: `${stem}.${same === 1 ? name : `${name}-${number}`}`, ext });
}
