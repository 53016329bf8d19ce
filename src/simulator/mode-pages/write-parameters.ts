import { PREGAP_BLOCKS } from '../../cd/geometry.ts';
import {
  DataBlockType,
  MultiSession,
  TrackMode,
  WriteType,
  writeParametersPage,
} from '../../mmc/mode-pages/write-parameters.ts';
import { declarePage, type PageSource } from './page-declaration.ts';

const SESSION_FORMATS: readonly number[] = [0x00, 0x10, 0x20];
const MULTI_SESSIONS: readonly number[] = Object.values(MultiSession);

/** Page 05h. The write types decide which kinds of blocks exist. */
export const writeParameters = ({ writeTypes }: Pick<PageSource, 'writeTypes'>) =>
  declarePage({
    page: writeParametersPage,
    defaults: {
      bufferUnderrunFree: true,
      writeType: WriteType.TrackAtOnce,
      trackMode: TrackMode.Audio,
      dataBlockType: DataBlockType.Raw,
      linkSize: 7, // as drives report for CD, valid or not
      audioPauseBlocks: PREGAP_BLOCKS,
    },
    changeable: [
      'bufferUnderrunFree',
      'linkSizeValid',
      'testWrite',
      'writeType',
      'multiSession',
      'fixedPacket',
      'copy',
      'trackMode',
      'dataBlockType',
      'linkSize',
      'hostApplicationCode',
      'sessionFormat',
      'packetSizeBlocks',
      'audioPauseBlocks',
      'mediaCatalogNumber',
      'isrc',
      'subHeader',
    ],
    refusedField(values) {
      const strategy = writeTypes.find(({ writeType }) => writeType === values.writeType);
      if (strategy === undefined) return 'writeType';
      if (!MULTI_SESSIONS.includes(values.multiSession)) return 'multiSession';
      if (!SESSION_FORMATS.includes(values.sessionFormat)) return 'sessionFormat';
      return strategy.refusedField(values);
    },
  });
