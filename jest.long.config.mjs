import config from './jest.config.mjs';

/** Tests that take long by their nature: whole discs, hundreds of killed processes. Two at a time, since some measure times. */
export default { ...config, testMatch: ['**/*.long.ts'], testTimeout: 600_000, maxWorkers: 2 };
