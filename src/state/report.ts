import type { Report, ReportBlock } from '../contract/document.ts';

const withBlocks = (report: Report, blocks: ReportBlock[]): Report => ({ ...report, blocks });

/** Puts a block behind another one, or at the end. */
export function insertBlock(report: Report, block: ReportBlock, after?: string): Report {
  const at = report.blocks.findIndex(({ id }) => id === after);
  return withBlocks(report, report.blocks.toSpliced(at < 0 ? report.blocks.length : at + 1, 0, block));
}

/** Moves a block by so many places; it stops at the ends. A block that is not there moves nothing. */
export function moveBlock(report: Report, id: string, by: number): Report {
  const from = report.blocks.findIndex((block) => block.id === id);
  const block = report.blocks[from];
  if (!block) return report;
  const to = Math.min(Math.max(0, from + by), report.blocks.length - 1);
  return to === from ? report : withBlocks(report, report.blocks.toSpliced(from, 1).toSpliced(to, 0, block));
}

export const removeBlock = (report: Report, id: string): Report =>
  withBlocks(
    report,
    report.blocks.filter((block) => block.id !== id),
  );

export const setBlockText = (report: Report, id: string, text: string): Report =>
  withBlocks(
    report,
    report.blocks.map((block) => (block.id === id && block.kind === 'text' ? { ...block, text } : block)),
  );

/** The paragraphs of plain text: what blank lines part. Single line ends stay within. */
export const paragraphs = (text: string): string[] =>
  text
    .split(/\r?\n(?:[^\S\n]*\r?\n)+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

type Cell = string | number | null;

/** Whether a row of a table says more than which one it is: nobody counted and nothing computed is left out when reading. */
export function saysSomething([, ...values]: readonly Cell[]): boolean {
  return !values.includes(null) || values.some((value) => value !== null && value !== 0);
}

/** Four digits of a share and six of anything greater are ample for reading; the analysis and its export have them all. */
export function roundedForReading(value: Cell): Cell {
  if (typeof value !== 'number' || Number.isInteger(value)) return value;
  return Number(value.toPrecision(Math.abs(value) < 1 ? 4 : 6));
}
