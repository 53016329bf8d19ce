import config from './jest.config.mjs';

/** Tests that take long by their nature: whole discs, hundreds of killed processes. `npm run test:long`. */
export default { ...config, testMatch: ['**/*.long.ts'], testTimeout: 600_000 };
