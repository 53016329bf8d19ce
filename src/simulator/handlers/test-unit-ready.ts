import { testUnitReady } from '../../scsi/commands/test-unit-ready.ts';
import { handle } from './handler.ts';

export const testUnitReadyHandler = handle(testUnitReady, 'medium', () => {});
