import type { View } from '../contract/view.ts';
import type { Texts } from '../i18n/texts.ts';

type Cell = string | number | null;

const isNamed = (mark: string, cell: Cell): boolean => cell !== null && mark.endsWith(`:${cell}`);

/**
 * What the users behind a mark are called, at one of its rows: the view alone where all its rows lead to the same users, else with the cell
 * that the mark names (`item:tea`), or the first; a bare number says of what it is.
 */
export function markWords(
  { title, marks = [] }: Pick<View, 'title' | 'marks'>,
  mark: string,
  { columns, row }: { columns: readonly string[]; row: readonly Cell[] | undefined },
  texts: Pick<Texts, 'number'>,
): string {
  if (marks.length > 1 && marks.every((each) => each === mark)) return title;
  const at = Math.max(0, row?.findIndex((cell) => isNamed(mark, cell)) ?? 0);
  const cell = row?.[at] ?? mark;
  return `${title}: ${typeof cell === 'number' ? `${columns[at]} ${texts.number(cell)}` : cell}`;
}
