import type { HResultText } from './hresult.ts';
import type { FileSystemHResult } from './hresult-file-system.ts';

export const fileSystemTexts: Readonly<Record<keyof typeof FileSystemHResult, HResultText>> = {
  IMAPI_E_FSI_INTERNAL_ERROR: ['internal error in the image builder', 'See the cause of this error.'],
  IMAPI_E_INVALID_PARAM: ['invalid value for a parameter', 'Correct the argument.'],
  IMAPI_E_READONLY: [
    'image object is read-only',
    'Make a new FileSystemImage: once createResultImage() was called, this one stays as it is.',
  ],
  IMAPI_E_NO_OUTPUT: ['no file system chosen for output', 'Set fileSystemsToCreate, or call chooseImageDefaults().'],
  IMAPI_E_INVALID_VOLUME_NAME: [
    'volume label too long or with forbidden characters',
    'Give a shorter name, for ISO 9660 of A to Z, 0 to 9 and _.',
  ],
  IMAPI_E_INVALID_DATE: [
    'file times contradict each other',
    'Set creation, last access and last modification so that none is before the creation.',
  ],
  IMAPI_E_FILE_SYSTEM_NOT_EMPTY: ['file system must be empty for this', 'Do this before the first item is added.'],
  IMAPI_E_NOT_FILE: ['path is not a file', 'Give the path of a file.'],
  IMAPI_E_NOT_DIR: ['path is not a directory', 'Give the path of a folder.'],
  IMAPI_E_DIR_NOT_EMPTY: ['directory has content', 'Remove what is in the folder first, or use removeTree().'],
  IMAPI_E_NOT_IN_FILE_SYSTEM: ['item has not been added to the tree', 'Add the item to the tree first.'],
  IMAPI_E_INVALID_PATH: ['malformed path', 'Give a path from the root, with backslashes: \\FOLDER\\FILE.TXT.'],
  IMAPI_E_RESTRICTED_NAME_VIOLATION: [
    'name breaks the restricted character set',
    'Use A to Z, 0 to 9 and _, or set useRestrictedCharacterSet to false.',
  ],
  IMAPI_E_DUP_NAME: ['name already used', 'Use another name, or remove the item that has it.'],
  IMAPI_E_NO_UNIQUE_NAME: [
    'could not derive a unique name for a file system',
    'Rename the item: too many names in this folder begin in the same way.',
  ],
  IMAPI_E_ITEM_NOT_FOUND: ['item not found', 'Check the path.'],
  IMAPI_E_FILE_NOT_FOUND: ['file not found', 'Check the path of the file.'],
  IMAPI_E_DIR_NOT_FOUND: ['directory not found', 'Check the path of the folder.'],
  IMAPI_E_IMAGE_SIZE_LIMIT: [
    'adding the item would exceed the size limit',
    'Leave something out, or raise freeMediaBlocks if the disc is larger.',
  ],
  IMAPI_E_IMAGE_TOO_BIG: [
    'size limit below what the content needs',
    'Leave something out, or raise freeMediaBlocks if the disc is larger.',
  ],
  IMAPI_E_DATA_STREAM_INCONSISTENCY: [
    'stream length differs from what was announced',
    'Do not change the files while the image is written.',
  ],
  IMAPI_E_DATA_STREAM_READ_FAILURE: ['stream could not be read', 'Check that the file is there and can be read.'],
  IMAPI_E_DATA_STREAM_CREATE_FAILURE: ['stream could not be created', 'Check that the file is there and can be read.'],
  IMAPI_E_DIRECTORY_READ_FAILURE: [
    'source directory could not be listed',
    'Check that the folder is there and can be read.',
  ],
  IMAPI_E_TOO_MANY_DIRS: ['too many directories for the file system', 'Put fewer folders into the image.'],
  IMAPI_E_ISO9660_LEVELS: [
    'ISO 9660 allows 8 directory levels',
    'Nest folders less deeply, or leave ISO 9660 out of fileSystemsToCreate.',
  ],
  IMAPI_E_DATA_TOO_BIG: [
    'file too large for the file system',
    'Split the file, or choose a file system without this limit.',
  ],
  IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION: ['layout of the previous session is incompatible', 'Use another disc.'],
  IMAPI_E_STASHFILE_OPEN_FAILURE: ['stash file could not be created', 'Check the working directory.'],
  IMAPI_E_STASHFILE_SEEK_FAILURE: ['stash file seek failed', 'Check the working directory.'],
  IMAPI_E_STASHFILE_WRITE_FAILURE: ['stash file write failed', 'Check the working directory.'],
  IMAPI_E_STASHFILE_READ_FAILURE: ['stash file read failed', 'Check the working directory.'],
  IMAPI_E_INVALID_WORKING_DIRECTORY: ['working directory invalid', 'Give a folder that exists and can be written.'],
  IMAPI_E_WORKING_DIRECTORY_SPACE: ['working directory lacks space', 'Free some space, or give another folder.'],
  IMAPI_E_STASHFILE_MOVE: ['stash file could not be moved', 'Check the working directory.'],
  IMAPI_E_BOOT_IMAGE_DATA: [
    'boot image could not be added',
    'Give the boot image with assignBootImage() first, and do not change it.',
  ],
  IMAPI_E_BOOT_OBJECT_CONFLICT: [
    'boot image only possible in a first session',
    'Use a blank disc for a bootable image.',
  ],
  IMAPI_E_BOOT_EMULATION_IMAGE_SIZE_MISMATCH: [
    'boot image size does not fit the emulation',
    'Give an image of 1.2, 1.44 or 2.88 MB for a floppy, or choose EmulationNone.',
  ],
  IMAPI_E_EMPTY_DISC: ['disc is empty', 'There is nothing to import: start with an empty image.'],
  IMAPI_E_NO_SUPPORTED_FILE_SYSTEM: [
    'no supported file system on the disc',
    'Only ISO 9660, with or without Joliet, and UDF can be imported.',
  ],
  IMAPI_E_FILE_SYSTEM_NOT_FOUND: [
    'wanted file system not on the disc',
    'Import the file system that is on the disc: identifyFileSystemsOnDisc() says which.',
  ],
  IMAPI_E_FILE_SYSTEM_READ_CONSISTENCY_ERROR: [
    'imported file system is inconsistent',
    'Clean the disc and try again, or start without importing it.',
  ],
  IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED: [
    'imported file system uses an unsupported feature',
    'Start without importing it.',
  ],
  IMAPI_E_IMPORT_TYPE_COLLISION_FILE_EXISTS_AS_DIRECTORY: [
    'import: file clashes with an existing directory',
    'Rename or remove the folder in the image.',
  ],
  IMAPI_E_IMPORT_SEEK_FAILURE: ['import: seek on the disc failed', 'Clean the disc and try again.'],
  IMAPI_E_IMPORT_READ_FAILURE: ['import: read from the disc failed', 'Clean the disc and try again.'],
  IMAPI_E_DISC_MISMATCH: [
    'disc is not the one imported from',
    'Put the disc back from which the file system was imported.',
  ],
  IMAPI_E_IMPORT_MEDIA_NOT_ALLOWED: [
    'medium type does not allow multisession',
    'Use a disc to which sessions can be added.',
  ],
  IMAPI_E_UDF_NOT_WRITE_COMPATIBLE: ['UDF revision on the medium cannot be extended', 'Use another disc.'],
  IMAPI_E_INCOMPATIBLE_MULTISESSION_TYPE: [
    'multisession type not supported',
    'Take multisessionInterfaces from the writer of this disc.',
  ],
  IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE: [
    'none of the offered multisession types fits (also no medium)',
    'Insert a disc to which a session can be added.',
  ],
  IMAPI_E_MULTISESSION_NOT_SET: [
    'MultisessionInterfaces must be set first',
    'Set multisessionInterfaces first: the writer has them.',
  ],
  IMAPI_E_IMPORT_TYPE_COLLISION_DIRECTORY_EXISTS_AS_FILE: [
    'import: directory clashes with an existing file',
    'Rename or remove the file in the image.',
  ],
  IMAPI_S_IMAGE_FEATURE_NOT_SUPPORTED: ['success; feature ignored for this file system revision', 'Nothing to do.'],
  IMAPI_E_PROPERTY_NOT_ACCESSIBLE: ['property not available on this item', 'Read another property.'],
  IMAPI_E_UDF_REVISION_CHANGE_NOT_ALLOWED: [
    'UDF revision cannot differ from the imported one',
    'Keep the revision of the imported session.',
  ],
  IMAPI_E_BAD_MULTISESSION_PARAMETER: [
    'a multisession parameter is unreadable or wrong',
    'Take multisessionInterfaces from the writer of this disc.',
  ],
  IMAPI_E_FILE_SYSTEM_CHANGE_NOT_ALLOWED: [
    'file systems must match the imported session',
    'Keep the file systems of the imported session.',
  ],
  IMAPI_E_IMAGEMANAGER_IMAGE_NOT_ALIGNED: ['ISO length is not a multiple of 2048', 'Give a whole ISO file.'],
  IMAPI_E_IMAGEMANAGER_NO_VALID_VD_FOUND: ['no valid volume descriptor', 'Give an ISO 9660 file.'],
  IMAPI_E_IMAGEMANAGER_NO_IMAGE: ['no image selected before Validate', 'Call setPath() or setStream() first.'],
  IMAPI_E_IMAGEMANAGER_IMAGE_TOO_BIG: ['image exceeds MAXLONG', 'Give a smaller image.'],
};
