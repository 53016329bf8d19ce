// Enumerations of the IMAPI2 type library that the data and raw writers speak: member names and numbers unchanged.

/** What a data write is doing (IDiscFormat2DataEventArgs::get_CurrentAction). */
export const IMAPI_FORMAT2_DATA_WRITE_ACTION = {
  IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA: 0,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_FORMATTING_MEDIA: 1,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_INITIALIZING_HARDWARE: 2,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_CALIBRATING_POWER: 3,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA: 4,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_FINALIZATION: 5,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_COMPLETED: 6,
  IMAPI_FORMAT2_DATA_WRITE_ACTION_VERIFYING: 7,
} as const;
/** A value of the constant of the same name. */
export type IMAPI_FORMAT2_DATA_WRITE_ACTION =
  (typeof IMAPI_FORMAT2_DATA_WRITE_ACTION)[keyof typeof IMAPI_FORMAT2_DATA_WRITE_ACTION];

/** What a raw write is doing (IDiscFormat2RawCDEventArgs::get_CurrentAction). */
export const IMAPI_FORMAT2_RAW_CD_WRITE_ACTION = {
  IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_UNKNOWN: 0,
  IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_PREPARING: 1,
  IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_WRITING: 2,
  IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING: 3,
} as const;
/** A value of the constant of the same name. */
export type IMAPI_FORMAT2_RAW_CD_WRITE_ACTION =
  (typeof IMAPI_FORMAT2_RAW_CD_WRITE_ACTION)[keyof typeof IMAPI_FORMAT2_RAW_CD_WRITE_ACTION];

/** What a sector of a raw image holds. User bytes: audio and RAW 2,352; mode 1 and form 1 2,048; the others 2,336. */
export const IMAPI_CD_SECTOR_TYPE = {
  IMAPI_CD_SECTOR_AUDIO: 0,
  IMAPI_CD_SECTOR_MODE_ZERO: 1,
  IMAPI_CD_SECTOR_MODE1: 2,
  IMAPI_CD_SECTOR_MODE2FORM0: 3,
  IMAPI_CD_SECTOR_MODE2FORM1: 4,
  IMAPI_CD_SECTOR_MODE2FORM2: 5,
  IMAPI_CD_SECTOR_MODE1RAW: 6,
  IMAPI_CD_SECTOR_MODE2FORM0RAW: 7,
  IMAPI_CD_SECTOR_MODE2FORM1RAW: 8,
  IMAPI_CD_SECTOR_MODE2FORM2RAW: 9,
} as const;
/** A value of the constant of the same name. */
export type IMAPI_CD_SECTOR_TYPE = (typeof IMAPI_CD_SECTOR_TYPE)[keyof typeof IMAPI_CD_SECTOR_TYPE];

/** Which sub-channels a raw image has with each sector, 2,352 bytes: MMC’s data block types 1, 2 and 3. */
export const IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE = {
  /** 16 bytes: P and Q. */
  IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY: 1,
  /** 96 bytes: Q, and R to W as packs that the drive encodes. */
  IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_COOKED: 2,
  /** 96 bytes: P to W as they are on the disc. */
  IMAPI_FORMAT2_RAW_CD_SUBCODE_IS_RAW: 3,
} as const;
/** A value of the constant of the same name. */
export type IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE =
  (typeof IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE)[keyof typeof IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE];

/** Whether a track may be copied (IRawCDImageTrackInfo::get_DigitalAudioCopySetting). */
export const IMAPI_CD_TRACK_DIGITAL_COPY_SETTING = {
  IMAPI_CD_TRACK_DIGITAL_COPY_PERMITTED: 0,
  IMAPI_CD_TRACK_DIGITAL_COPY_PROHIBITED: 1,
  IMAPI_CD_TRACK_DIGITAL_COPY_SCMS: 2,
} as const;
/** A value of the constant of the same name. */
export type IMAPI_CD_TRACK_DIGITAL_COPY_SETTING =
  (typeof IMAPI_CD_TRACK_DIGITAL_COPY_SETTING)[keyof typeof IMAPI_CD_TRACK_DIGITAL_COPY_SETTING];

/** What IDiscFormat2Data can do with the disc: bits, of which any above 0x3FF means that it cannot be written as it is. */
export const IMAPI_FORMAT2_DATA_MEDIA_STATE = {
  IMAPI_FORMAT2_DATA_MEDIA_STATE_UNKNOWN: 0x0,
  /** The bits that do not prevent writing. */
  IMAPI_FORMAT2_DATA_MEDIA_STATE_INFORMATIONAL_MASK: 0xf,
  /** The bits that prevent it. */
  IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MASK: 0xfc00,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_OVERWRITE_ONLY: 0x1,
  /** The same bit as OVERWRITE_ONLY. */
  IMAPI_FORMAT2_DATA_MEDIA_STATE_RANDOMLY_WRITABLE: 0x1,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK: 0x2,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE: 0x4,
  /** Only one more session can be written. */
  IMAPI_FORMAT2_DATA_MEDIA_STATE_FINAL_SESSION: 0x8,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_DAMAGED: 0x400,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_ERASE_REQUIRED: 0x800,
  /** The last session is open and has data in it. */
  IMAPI_FORMAT2_DATA_MEDIA_STATE_NON_EMPTY_SESSION: 0x1000,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_WRITE_PROTECTED: 0x2000,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED: 0x4000,
  IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MEDIA: 0x8000,
} as const;
/** A value of the constant of the same name. */
export type IMAPI_FORMAT2_DATA_MEDIA_STATE =
  (typeof IMAPI_FORMAT2_DATA_MEDIA_STATE)[keyof typeof IMAPI_FORMAT2_DATA_MEDIA_STATE];
