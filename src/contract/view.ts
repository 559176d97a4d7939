import type { EChartsCoreOption } from 'echarts/core';

/** The colours and type that charts share with the page; read from the CSS tokens. */
export interface ChartTheme {
  dark: boolean;
  text: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  font: string;
  /** Okabe–Ito order, adjusted for contrast on the surface. */
  categories: readonly string[];
}

/** Another analysis that goes on from an answer; a page offers it as a link, and an analysis need not know the other. */
export interface Next {
  text: string;
  /** The other's id. */
  analysis: string;
  /** Of the other's `params`; what is not named has its default. Seed and population are those of the answer. */
  params: Record<string, unknown>;
}

/** What one view says: a table with all digits, and the sentence that a person reads first. */
export interface View {
  title: string;
  sentence: string;
  /** The definition that the figures stand on, every option that moves them, in words; printed with the chart. */
  definition?: string;
  /** What a careful reader should know before believing it: small cells, censoring, correlation that is no cause. */
  cautions?: string[];
  table: { columns: string[]; rows: (string | number | null)[][] };
  /** An ECharts option, made when the theme is known. Left out where the table says it better. */
  chart?: (theme: ChartTheme) => EChartsCoreOption;
  /** The mark behind the n-th row of the table, or data item of the chart (its own `row` where it has one); its users can be listed. */
  marks?: (string | null)[];
  /** What one may go on with from here, the most natural first. */
  next?: Next[];
}
