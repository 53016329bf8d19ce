import { describe, expect, test } from '@jest/globals';
import { getConfiguration } from '../../../src/mmc/commands/get-configuration.ts';
import { WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { inquiry } from '../../../src/scsi/commands/inquiry.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { cdRecorder } from '../../../src/simulator/models/cd-recorder.ts';
import { trackAtOnce } from '../../../src/simulator/write-types/track-at-once.ts';
import { run, selectPage05, senseOf } from '../support.ts';

describe('a drive is assembled from its model', () => {
  test('it knows the commands of its table, and no others', async () => {
    const handlers = cdRecorder.handlers.filter(({ opcode }) => opcode !== inquiry.spec.opcode);
    await using drive = new SimulatedDrive({ model: { ...cdRecorder, handlers } });
    await run(drive, testUnitReady({}));
    expect(await senseOf(run(drive, inquiry({ allocationLength: 36 })))).toMatchObject({ key: 5, asc: 0x20, ascq: 0 });
  });

  test('the Write Parameters page accepts the write types of the model', async () => {
    await using drive = new SimulatedDrive({ model: { ...cdRecorder, writeTypes: [trackAtOnce] } });
    await selectPage05(drive, { writeType: WriteType.TrackAtOnce });
    const refused = senseOf(selectPage05(drive, { writeType: WriteType.SessionAtOnce, dataBlockType: 0 }));
    expect(await refused).toMatchObject({ key: 5, asc: 0x26, ascq: 0 });
  });

  test('it has the features and the name of the model, unless another name is given', async () => {
    const identity = { vendor: 'OTHER', product: 'READER', revision: '2', serialNumber: '7' };
    const model = { ...cdRecorder, identity, features: () => [] };
    await using drive = new SimulatedDrive({ model });
    await using named = new SimulatedDrive({ model, identity: { ...identity, vendor: 'NAMED' } });
    expect((await run(drive, getConfiguration({ requested: 0, allocationLength: 4_096 }))).entries).toEqual([]);
    expect(await run(drive, inquiry({ allocationLength: 36 }))).toMatchObject({ vendor: 'OTHER', product: 'READER' });
    expect(await run(named, inquiry({ allocationLength: 36 }))).toMatchObject({ vendor: 'NAMED' });
  });
});
