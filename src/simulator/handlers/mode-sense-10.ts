import { ALL_MODE_PAGES, modeSense10 } from '../../scsi/commands/mode-sense-10.ts';
import { modeParameters, PageControl } from '../../scsi/mode-page.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import { handle } from './handler.ts';

export const modeSense10Handler = handle(modeSense10, 'drive', ({ drive, args }) => {
  const { pageControl, pageCode, subpageCode } = args;
  // 5/39/00 saving parameters not supported.
  if (pageControl === PageControl.Saved) throw illegalRequest(0x39, 0x00);
  if (subpageCode !== 0) throw invalidCdbField(modeSense10, 'subpageCode');
  const codes = pageCode === ALL_MODE_PAGES ? drive.modePages.codes : [pageCode];
  const pages = codes.map((code) => {
    const image = drive.modePages.image(code, pageControl);
    if (image === undefined) throw invalidCdbField(modeSense10, 'pageCode');
    return image;
  });
  return modeParameters.encode({ mediumType: 0, blockDescriptors: new Uint8Array(), pages });
});
