import type { OptionNames } from '../../known-options.ts';

/** The options of {@link ripReport} and {@link traceReport}. */
export interface ReportOptions {
  /** Of the document, such as the name of the file that it is made from. */
  readonly title: string;
}

export const REPORT_OPTIONS: OptionNames<ReportOptions> = { title: 'main' };
