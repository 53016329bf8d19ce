/*
 * A test double, for Wine only: answers as Windows' cdrom.sys does where Wine 8 has no answer. When it is loaded, it hooks three
 * functions of ntdll. It answers IOCTL_STORAGE_QUERY_PROPERTY, IOCTL_STORAGE_GET_DEVICE_NUMBER and IOCTL_CDROM_EXCLUSIVE_ACCESS for
 * the drive, like cdrom.sys in Microsoft's driver samples. It refuses pass-through to a drive that another handle has
 * locked. It returns the NTSTATUS of Windows for what preload/wine.c cannot express as an errno.
 *
 *   DISCWRIGHT_DOUBLE_ADAPTER  MaximumTransferLength,MaximumPhysicalPages,AlignmentMask
 *   DISCWRIGHT_DOUBLE_VOLUME   REFUSALS,CAN_DISMOUNT: the disc has a file system, which can be locked after so many refusals
 *   DISCWRIGHT_DOUBLE_LOG      a file that gets a line for each change
 */
#include <windows.h>
#include <winioctl.h>
#include <ntddscsi.h>
#include <winternl.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EXCLUSIVE_ACCESS 0x2c05c
#define LOCK_VOLUME 0x90018
#define UNLOCK_VOLUME 0x9001c
#define DISMOUNT_VOLUME 0x90020
#define STATUS(code) ((NTSTATUS)(code))
enum { QUERY_STATE, LOCK_DEVICE, UNLOCK_DEVICE };
enum { IGNORE_VOLUME = 1, NAME_BYTES = 64, REQUEST_BYTES = 8, LOCK_BYTES = 72, STATE_BYTES = 65 };
enum { STUB_BYTES = 32, JUMP_BYTES = 14 };

typedef NTSTATUS(NTAPI *control_t)(HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, ULONG, void *, ULONG, void *, ULONG);
typedef NTSTATUS(NTAPI *close_t)(HANDLE);
static control_t device_control, file_system_control;
static close_t close_handle;

/* The lock is a named section: every process of the prefix sees it, and it ends with the process that made it. */
static const char section_name[] = "discwright-exclusive-access";
static HANDLE section, owner;
/* Handles of the drive that were used and are not closed. */
enum { MAX_HANDLES = 32 };
static HANDLE drives[MAX_HANDLES];
static int mounted, refusals, can_dismount;

static void note(const char *format, ...) {
  char path[MAX_PATH], line[256];
  DWORD written;
  if (!GetEnvironmentVariableA("DISCWRIGHT_DOUBLE_LOG", path, sizeof path)) return;
  int length = snprintf(line, sizeof line, "double/%lu ", GetCurrentProcessId());
  va_list values;
  va_start(values, format);
  length += vsnprintf(line + length, sizeof line - length, format, values);
  va_end(values);
  line[length++] = '\n';
  HANDLE log = CreateFileA(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS, 0, NULL);
  if (log == INVALID_HANDLE_VALUE) return;
  WriteFile(log, line, length, &written, NULL);
  CloseHandle(log);
}

static NTSTATUS done(HANDLE event, IO_STATUS_BLOCK *io, NTSTATUS status, ULONG length) {
  io->Status = status;
  io->Information = length;
  if (event) SetEvent(event);
  return status;
}

static int place_of(HANDLE handle) {
  int place = 0;
  while (place < MAX_HANDLES && drives[place] != handle) place++;
  return place;
}

/* Only drives have a SCSI address. */
static int is_drive(HANDLE handle) {
  SCSI_ADDRESS address;
  IO_STATUS_BLOCK io;
  if (place_of(handle) < MAX_HANDLES) return 1;
  if (device_control(handle, NULL, NULL, NULL, &io, IOCTL_SCSI_GET_ADDRESS, NULL, 0, &address, sizeof address)) return 0;
  int place = place_of(NULL);
  if (place < MAX_HANDLES) drives[place] = handle;
  note("open");
  return 1;
}

static int locked_by(char *name) {
  HANDLE found = OpenFileMappingA(FILE_MAP_READ, FALSE, section_name);
  if (!found) return 0;
  const char *view = MapViewOfFile(found, FILE_MAP_READ, 0, 0, NAME_BYTES);
  if (view && name) memcpy(name, view, NAME_BYTES);
  if (view) UnmapViewOfFile(view);
  close_handle(found);
  return 1;
}

static void unlock(void) {
  note("unlock");
  owner = NULL;
  close_handle(section);
  section = NULL;
}

static int is_valid_name(const char *name) {
  size_t length = strnlen(name, NAME_BYTES);
  const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-_";
  return length > 0 && length < NAME_BYTES && strspn(name, letters) == length;
}

static NTSTATUS lock(HANDLE handle, ULONG flags, const char *name) {
  if (!is_valid_name(name)) return STATUS(0xc000000d);
  if (mounted && !(flags & IGNORE_VOLUME)) return STATUS(0xc0000184);
  HANDLE made = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, NAME_BYTES, section_name);
  if (!made) return STATUS(0xc000009a);
  if (GetLastError() == ERROR_ALREADY_EXISTS) {
    close_handle(made);
    return STATUS(0xc0000022);
  }
  char *view = MapViewOfFile(made, FILE_MAP_WRITE, 0, 0, NAME_BYTES);
  memcpy(view, name, NAME_BYTES);
  UnmapViewOfFile(view);
  section = made;
  owner = handle;
  note("lock %s", name);
  return 0;
}

static NTSTATUS exclusive(HANDLE handle, const void *input, ULONG input_length, void *output, ULONG output_length, ULONG *length) {
  const ULONG *request = input;
  if (input_length < REQUEST_BYTES) return STATUS(0xc0000004);
  switch (request[0]) {
    case QUERY_STATE:
      if (output_length < STATE_BYTES) return STATUS(0xc0000023);
      memset(output, 0, STATE_BYTES);
      *(BYTE *)output = locked_by((char *)output + 1);
      *length = STATE_BYTES;
      return 0;
    case LOCK_DEVICE:
      return input_length < LOCK_BYTES ? STATUS(0xc0000004) : lock(handle, request[1], (const char *)input + REQUEST_BYTES);
    case UNLOCK_DEVICE:
      if (owner == NULL || owner != handle) return STATUS(0xc000000d);
      unlock();
      return 0;
    default:
      return STATUS(0xc000000d);
  }
}

static ULONG put_text(unsigned char *answer, ULONG at, const char *text) {
  strcpy((char *)answer + at, text);
  return at + strlen(text) + 1;
}

static ULONG adapter_answer(unsigned char *answer) {
  char text[64];
  STORAGE_ADAPTER_DESCRIPTOR *adapter = (void *)answer;
  adapter->Version = adapter->Size = sizeof *adapter;
  adapter->BusType = BusTypeSata;
  if (GetEnvironmentVariableA("DISCWRIGHT_DOUBLE_ADAPTER", text, sizeof text))
    sscanf(text, "%lu,%lu,%lu", &adapter->MaximumTransferLength, &adapter->MaximumPhysicalPages, &adapter->AlignmentMask);
  return sizeof *adapter;
}

static ULONG device_answer(unsigned char *answer) {
  STORAGE_DEVICE_DESCRIPTOR *described = (void *)answer;
  described->Version = sizeof *described;
  described->DeviceType = 5;
  described->RemovableMedia = TRUE;
  described->BusType = BusTypeSata;
  described->VendorIdOffset = sizeof *described;
  described->ProductIdOffset = put_text(answer, described->VendorIdOffset, "DOUBLE  ");
  described->ProductRevisionOffset = put_text(answer, described->ProductIdOffset, "OF CDROM.SYS    ");
  return described->Size = put_text(answer, described->ProductRevisionOffset, "1.00");
}

static NTSTATUS property(const void *input, ULONG input_length, void *output, ULONG output_length, ULONG *length) {
  const STORAGE_PROPERTY_QUERY *query = input;
  unsigned char answer[256] = {0};
  if (input_length < sizeof *query) return STATUS(0xc0000004);
  if (query->PropertyId != StorageDeviceProperty && query->PropertyId != StorageAdapterProperty) return STATUS(0xc0000010);
  if (query->QueryType == PropertyExistsQuery || output_length == 0) return 0;
  if (output_length < sizeof(STORAGE_DESCRIPTOR_HEADER)) return STATUS(0xc0000023);
  *length = query->PropertyId == StorageDeviceProperty ? device_answer(answer) : adapter_answer(answer);
  if (*length > output_length) *length = output_length;
  memcpy(output, answer, *length);
  return 0;
}

static NTSTATUS device_number(void *output, ULONG output_length, ULONG *length) {
  STORAGE_DEVICE_NUMBER number = {FILE_DEVICE_CD_ROM, 0, (DWORD)-1};
  if (output_length < sizeof number) return STATUS(0xc0000023);
  memcpy(output, &number, sizeof number);
  *length = sizeof number;
  return 0;
}

/* preload/wine.c returns ESPIPE for a time-out and EIO for an adapter's failure; Wine turns them into other codes than Windows'. */
static NTSTATUS as_windows(NTSTATUS status) {
  if (status == STATUS(0xc00000af)) return STATUS(0xc00000b5);
  if (status == STATUS(0xc00000a3)) return STATUS(0xc0000185);
  return status;
}

static NTSTATUS NTAPI on_device_control(HANDLE handle, HANDLE event, void *routine, void *context, IO_STATUS_BLOCK *io,
                                        ULONG code, void *input, ULONG input_length, void *output, ULONG output_length) {
  ULONG length = 0;
  NTSTATUS status;
  int is_ours = code == IOCTL_STORAGE_QUERY_PROPERTY || code == IOCTL_STORAGE_GET_DEVICE_NUMBER || code == EXCLUSIVE_ACCESS ||
                code == IOCTL_SCSI_PASS_THROUGH_DIRECT;
  if (!is_ours || !is_drive(handle))
    return device_control(handle, event, routine, context, io, code, input, input_length, output, output_length);
  switch (code) {
    case IOCTL_STORAGE_QUERY_PROPERTY: status = property(input, input_length, output, output_length, &length); break;
    case IOCTL_STORAGE_GET_DEVICE_NUMBER: status = device_number(output, output_length, &length); break;
    case EXCLUSIVE_ACCESS: status = exclusive(handle, input, input_length, output, output_length, &length); break;
    default:
      if (handle != owner && locked_by(NULL)) return done(event, io, STATUS(0xc0000022), 0);
      status = device_control(handle, event, routine, context, io, code, input, input_length, output, output_length);
      return io->Status = as_windows(status);
  }
  return done(event, io, status, length);
}

static NTSTATUS NTAPI on_file_system_control(HANDLE handle, HANDLE event, void *routine, void *context, IO_STATUS_BLOCK *io,
                                             ULONG code, void *input, ULONG input_length, void *output, ULONG output_length) {
  if ((code != LOCK_VOLUME && code != UNLOCK_VOLUME && code != DISMOUNT_VOLUME) || !is_drive(handle))
    return file_system_control(handle, event, routine, context, io, code, input, input_length, output, output_length);
  if (code == LOCK_VOLUME && refusals > 0) {
    refusals--;
    return done(event, io, STATUS(0xc0000022), 0);
  }
  if (code == DISMOUNT_VOLUME && mounted && !can_dismount) return done(event, io, STATUS(0xc0000022), 0);
  note(code == LOCK_VOLUME ? "lock volume" : code == UNLOCK_VOLUME ? "unlock volume" : "dismount volume");
  if (code == DISMOUNT_VOLUME) mounted = 0;
  return done(event, io, 0, 0);
}

static NTSTATUS NTAPI on_close(HANDLE handle) {
  int place = handle == NULL ? MAX_HANDLES : place_of(handle);
  if (place < MAX_HANDLES) {
    drives[place] = NULL;
    note("close");
    if (handle == owner) unlock();
  }
  return close_handle(handle);
}

/* Replaces a function. Returns the original one: Wine's system calls are short stubs that run at any address. */
static void *hook(const char *name, void *replacement) {
  static unsigned char *memory, *next;
  unsigned char *function = (void *)GetProcAddress(GetModuleHandleA("ntdll"), name);
  unsigned char jump[JUMP_BYTES] = {0xff, 0x25, 0, 0, 0, 0};
  DWORD rights;
  if (!function || memcmp(function, "\x4c\x8b\xd1\xb8", 4)) return NULL;
  if (!memory) memory = next = VirtualAlloc(NULL, 4096, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
  unsigned char *original = next;
  next += STUB_BYTES;
  memcpy(original, function, STUB_BYTES);
  memcpy(jump + 6, &replacement, sizeof replacement);
  VirtualProtect(function, sizeof jump, PAGE_EXECUTE_READWRITE, &rights);
  memcpy(function, jump, sizeof jump);
  VirtualProtect(function, sizeof jump, rights, &rights);
  return original;
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) {
  HMODULE pinned;
  char volume[32];
  (void)reserved;
  if (reason != DLL_PROCESS_ATTACH) return TRUE;
  if (GetEnvironmentVariableA("DISCWRIGHT_DOUBLE_VOLUME", volume, sizeof volume))
    mounted = sscanf(volume, "%d,%d", &refusals, &can_dismount) == 2;
  GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCSTR)instance, &pinned);
  device_control = hook("NtDeviceIoControlFile", on_device_control);
  file_system_control = hook("NtFsControlFile", on_file_system_control);
  close_handle = hook("NtClose", on_close);
  return device_control && file_system_control && close_handle;
}
