// Prints sizes, offsets and numbers from our transport and, by layouts.c, from C headers; and for each NTSTATUS the Win32 error
// that we report and the one that ntdll returns. node layouts.mjs DLL
import { createRequire } from 'node:module';
import { layoutHere } from '../node_modules/discwright/build/transport/native/c-struct.js';
import { loadFfi } from '../node_modules/discwright/build/transport/native/load-ffi.js';
import * as exclusiveAccess from '../node_modules/discwright/build/transport/win32/exclusive-access.js';
import * as passThrough from '../node_modules/discwright/build/transport/win32/scsi-pass-through.js';
import * as spti from '../node_modules/discwright/build/transport/win32/spti.js';
import { NtStatus, statusError } from '../node_modules/discwright/build/transport/win32/status.js';
import * as property from '../node_modules/discwright/build/transport/win32/storage-property.js';

const { Library } = createRequire(import.meta.url)('ffi-napi');
const theirs = JSON.parse(Library(process.argv[2], { layouts: ['string', []] }).layouts());
const { RtlNtStatusToDosError } = Library('ntdll', { RtlNtStatusToDosError: ['uint32', ['uint32']] });

const layout = layoutHere(loadFfi().pointerBytes);
const types = { ...passThrough.passThroughTypes(layout), ...property.storagePropertyTypes(layout) };
const numbers = { ...exclusiveAccess, ...passThrough, ...spti, ...property, ...passThrough.SptDataIn };
const oursOf = (name, theirOwn) => {
  if (typeof theirOwn === 'number') return numbers[name];
  const { size, fields } = types[name];
  const offset = (field) => (field === 'size' ? size : fields[field]?.offset);
  return Object.fromEntries(Object.keys(theirOwn).map((field) => [field, offset(field)]));
};
const ours = Object.fromEntries(Object.entries(theirs).map(([name, theirOwn]) => [name, oursOf(name, theirOwn)]));
const errors = Object.entries(NtStatus).map(([name, status]) => {
  const said = /Win32 error (\d+)/.exec(statusError('D:', '', status).osCode)?.[1];
  return { name, ours: said === undefined ? null : Number(said), theirs: RtlNtStatusToDosError(status) };
});
console.log(JSON.stringify({ ours, theirs, errors }));
