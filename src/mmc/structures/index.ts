export * from './bd.ts';
export * from './control-blocks.ts';
export * from './dvd.ts';
export * from './dvd-ram.ts';
