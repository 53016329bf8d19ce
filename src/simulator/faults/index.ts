export { type Fault, faultSchema } from './fault.ts';
export { faultBehaviour } from './fault-behaviour.ts';
export { readFaults } from './read-faults.ts';
