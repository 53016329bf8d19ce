import { readFileSync } from 'node:fs';

/** A fixture of fixtures/imapi2; its README says where the facts come from. */
export function imapi2Fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../fixtures/imapi2/${name}`, import.meta.url), 'utf8')) as T;
}
