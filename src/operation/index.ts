export { Operation, type OperationSettings, type OperationState } from './operation.ts';
export {
  OperationEvent,
  type OperationEvents,
  type OperationListener,
  type OperationListenerOptions,
  OperationTarget,
} from './operation-events.ts';
