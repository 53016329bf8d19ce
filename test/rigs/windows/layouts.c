/* Sizes, offsets and numbers from mingw-w64's headers, as JSON. */
#include <windows.h>
#include <winioctl.h>
#include <ntddcdrm.h>
#include <ntddscsi.h>

#include <stddef.h>
#include <stdio.h>

static char text[4096];
static int length;

#define PUT(...) length += snprintf(text + length, sizeof text - length, __VA_ARGS__)
#define BEGIN(name, type) PUT("\"%s\":{\"size\":%u", name, (unsigned)sizeof(type))
#define FIELD(type, name) PUT(",\"%s\":%u", #name, (unsigned)offsetof(type, name))
#define END() PUT("},")
#define NUMBER(name, value) PUT("\"%s\":%lu,", name, (unsigned long)(value))

typedef struct {
  SCSI_PASS_THROUGH_DIRECT direct;
  ULONG filler;
  UCHAR sense[32];
} WITH_SENSE;

__declspec(dllexport) const char *layouts(void) {
  length = 0;
  PUT("{");
  BEGIN("direct", SCSI_PASS_THROUGH_DIRECT);
  FIELD(SCSI_PASS_THROUGH_DIRECT, Length);
  FIELD(SCSI_PASS_THROUGH_DIRECT, ScsiStatus);
  FIELD(SCSI_PASS_THROUGH_DIRECT, PathId);
  FIELD(SCSI_PASS_THROUGH_DIRECT, TargetId);
  FIELD(SCSI_PASS_THROUGH_DIRECT, Lun);
  FIELD(SCSI_PASS_THROUGH_DIRECT, CdbLength);
  FIELD(SCSI_PASS_THROUGH_DIRECT, SenseInfoLength);
  FIELD(SCSI_PASS_THROUGH_DIRECT, DataIn);
  FIELD(SCSI_PASS_THROUGH_DIRECT, DataTransferLength);
  FIELD(SCSI_PASS_THROUGH_DIRECT, TimeOutValue);
  FIELD(SCSI_PASS_THROUGH_DIRECT, DataBuffer);
  FIELD(SCSI_PASS_THROUGH_DIRECT, SenseInfoOffset);
  FIELD(SCSI_PASS_THROUGH_DIRECT, Cdb);
  END();
  BEGIN("withSense", WITH_SENSE);
  FIELD(WITH_SENSE, direct);
  FIELD(WITH_SENSE, filler);
  FIELD(WITH_SENSE, sense);
  END();
  BEGIN("query", STORAGE_PROPERTY_QUERY);
  FIELD(STORAGE_PROPERTY_QUERY, PropertyId);
  FIELD(STORAGE_PROPERTY_QUERY, QueryType);
  FIELD(STORAGE_PROPERTY_QUERY, AdditionalParameters);
  END();
  BEGIN("adapter", STORAGE_ADAPTER_DESCRIPTOR);
  FIELD(STORAGE_ADAPTER_DESCRIPTOR, MaximumTransferLength);
  FIELD(STORAGE_ADAPTER_DESCRIPTOR, MaximumPhysicalPages);
  FIELD(STORAGE_ADAPTER_DESCRIPTOR, AlignmentMask);
  FIELD(STORAGE_ADAPTER_DESCRIPTOR, BusType);
  END();
  BEGIN("device", STORAGE_DEVICE_DESCRIPTOR);
  FIELD(STORAGE_DEVICE_DESCRIPTOR, VendorIdOffset);
  FIELD(STORAGE_DEVICE_DESCRIPTOR, ProductIdOffset);
  FIELD(STORAGE_DEVICE_DESCRIPTOR, ProductRevisionOffset);
  FIELD(STORAGE_DEVICE_DESCRIPTOR, RawDeviceProperties);
  END();
  NUMBER("IOCTL_SCSI_PASS_THROUGH_DIRECT", IOCTL_SCSI_PASS_THROUGH_DIRECT);
  NUMBER("IOCTL_STORAGE_QUERY_PROPERTY", IOCTL_STORAGE_QUERY_PROPERTY);
  NUMBER("FSCTL_LOCK_VOLUME", FSCTL_LOCK_VOLUME);
  NUMBER("FSCTL_UNLOCK_VOLUME", FSCTL_UNLOCK_VOLUME);
  NUMBER("FSCTL_DISMOUNT_VOLUME", FSCTL_DISMOUNT_VOLUME);
  NUMBER("GENERIC_READ_WRITE", GENERIC_READ | GENERIC_WRITE);
  NUMBER("FILE_SHARE_READ_WRITE", FILE_SHARE_READ | FILE_SHARE_WRITE);
  NUMBER("DRIVE_CDROM", DRIVE_CDROM);
  NUMBER("out", SCSI_IOCTL_DATA_OUT);
  NUMBER("in", SCSI_IOCTL_DATA_IN);
  PUT("\"unspecified\":%d}", SCSI_IOCTL_DATA_UNSPECIFIED);
  return text;
}
