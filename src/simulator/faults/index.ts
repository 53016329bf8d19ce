export { type Fault, faultSchema } from './fault.ts';
export { type FaultBehaviourOptions, faultBehaviour } from './fault-behaviour.ts';
export { type ReadFaultsOptions, readFaults } from './read-faults.ts';
