import { expect, test } from '@jest/globals';
import { DriverStatus, driverCode, HostStatus } from '../../src/transport/host-status.ts';

test("the kernel's numbers", () => {
  expect(Object.values(HostStatus)).toEqual(Array.from({ length: 16 }, (_, number) => number));
  expect([HostStatus.TimeOut, HostStatus.Error, DriverStatus.Timeout, DriverStatus.Sense]).toEqual([3, 7, 6, 8]);
});

test("the driver's code, without a suggestion", () => {
  expect([0x00, 0x08, 0x28, 0x86].map(driverCode)).toEqual([0x00, 0x08, 0x08, 0x06]);
});
