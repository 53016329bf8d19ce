/** The optical drives of this machine (IDiscMaster2, 27354130-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IDiscMaster2 extends AsyncIterable<string> {
  /** IDiscMaster2::get__NewEnum. Every drive's ID, as they were when the iteration began. */
  [Symbol.asyncIterator](): AsyncIterator<string>;
  /**
   * IDiscMaster2::get_Item. The ID of one drive, for initializeDiscRecorder.
   * @param index from 0; which drive has it may change when drives come and go
   * @throws E_INVALIDARG
   */
  item(index: number): Promise<string>;
  /** IDiscMaster2::get_Count. How many optical drives there are. */
  readonly count: Promise<number>;
  /** IDiscMaster2::get_IsSupportedEnvironment. True when there is a drive that this user can initialize a recorder with. */
  readonly isSupportedEnvironment: Promise<boolean>;
}

/** What a listener implements (DDiscMaster2Events, 27354131-7F64-5B0F-8F00-5D77AFBE261E). What they return is ignored. */
export interface DDiscMaster2Events {
  /** DDiscMaster2Events::NotifyDeviceAdded. A drive has been connected. */
  notifyDeviceAdded(object: IDiscMaster2, uniqueId: string): void;
  /** DDiscMaster2Events::NotifyDeviceRemoved. A drive is no longer there. */
  notifyDeviceRemoved(object: IDiscMaster2, uniqueId: string): void;
}

/** The source of the events: COM's connection point, in the manner of Node's EventEmitter. */
export interface DDiscMaster2EventSource {
  on<Event extends keyof DDiscMaster2Events>(event: Event, listener: DDiscMaster2Events[Event]): this;
  off<Event extends keyof DDiscMaster2Events>(event: Event, listener: DDiscMaster2Events[Event]): this;
}
