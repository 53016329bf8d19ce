/** What to do when a drive reports success and the disc does not agree. */
export const DISTRUST = 'Do not trust this disc, or what this drive reports: try another drive, or other firmware';
