import { MISSING } from './exceptions.ts';
import { camelCase } from './naming.ts';
import { type Interface, interfacesOf } from './reference.ts';

/** Where a program gets an object with each interface of IMAPI2. */
const OBJECTS: Readonly<Record<string, string>> = {
  IDiscMaster2: '`new DiscMaster2()`',
  IDiscRecorder2: '`new DiscRecorder2()`',
  IDiscRecorder2Ex: 'every `DiscRecorder2`',
  IWriteEngine2: '`new WriteEngine2()`',
  IWriteEngine2EventArgs: 'events of all writers',
  IWriteSpeedDescriptor: '`supportedWriteSpeedDescriptors`',
  IDiscFormat2: 'every writer',
  IDiscFormat2Data: '`new DiscFormat2Data()`',
  IDiscFormat2TrackAtOnce: '`new TrackAtOnce()`',
  IDiscFormat2Erase: '`new DiscFormat2Erase()`',
  IDiscFormat2RawCD: '`new DiscFormat2RawCD()`',
  IRawCDImageCreator: '`new RawCDImageCreator()`',
  IRawCDImageTrackInfo: '`trackInfo(index)`',
  IBurnVerification: '`TrackAtOnce` and `DiscFormat2Data`',
  IMultisession: '`multisessionInterfaces`',
  IMultisessionSequential: '`multisessionInterfaces`',
  IMultisessionSequential2: '`multisessionInterfaces`',
  IMultisessionRandomWrite: '`multisessionInterfaces`',
  IStreamConcatenate: '`new StreamConcatenate()`',
  IStreamInterleave: '`new StreamInterleave()`',
  IStreamPseudoRandomBased: '`new StreamPseudoRandomBased()`',
  IBlockRange: '`new BlockRange(first, last)`',
  IBlockRangeList: '`new BlockRangeList(ranges)`',
};

function objectOf({ name, members }: Interface): string {
  const object = OBJECTS[name];
  if (object !== undefined) return object;
  const [event] = members;
  if (name.startsWith('D')) {
    return `\`on('${camelCase(event?.name ?? '')}', ...)\`${members.length > 1 ? ' and the other' : ''}`;
  }
  return name.endsWith('EventArgs') ? 'second argument of the event' : 'none';
}

/** The table of docs/imapi2.md. */
export function interfaceTable(): string {
  const rows = interfacesOf('IMAPI2').map((each) => {
    const missing = each.members.filter(({ name }) => `${each.name}::${name}` in MISSING);
    const count = each.members.length - missing.length;
    return `| ${each.name} | ${objectOf(each)} | ${count} of ${each.members.length} |`;
  });
  const reasons = new Map<string, string[]>();
  for (const [name, reason] of Object.entries(MISSING)) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  const missing = [...reasons].map(([reason, names]) => `- ${names.join(', ')}: ${reason}.`);
  const list = missing.length === 0 ? [] : ['', 'Missing:', '', ...missing];
  return ['| interface | object here | members |', '|---|---|---|', ...rows, ...list].join('\n');
}
