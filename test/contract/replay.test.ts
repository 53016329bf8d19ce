import { openReplay } from '../../src/trace/index.ts';
import { describeTransportContract } from './contract.ts';
import { recordingOf } from './recorded.ts';

describeTransportContract('a recorded drive (DISCWRIGHT_RECORD=1 records it again)', (scenario) =>
  openReplay(recordingOf(scenario)),
);
