import type { SenseTriple } from '../transport/transport.ts';

export const senseKeyName = (key: number): string => `KEY ${key}`;
export const ascDescription = (_asc: number, _ascq: number): string => '';
export const remedyFor = (_sense: SenseTriple): string | undefined => undefined;
