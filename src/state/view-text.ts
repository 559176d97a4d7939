import type { View } from '../contract/view.ts';
import type { Texts } from '../i18n/texts.ts';

const cell = (value: string | number | null): string =>
  value === null ? '' : String(value).replaceAll('|', '\\|').replace(/\s+/g, ' ');

const line = (cells: readonly (string | number | null)[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A view as Markdown: figures that leave the page take their definition with them. `standing`: on whom they stand, in words. */
export function viewText(view: View, texts: Texts, standing?: string): string {
  const { title, sentence, definition, cautions = [], table } = view;
  const counted = [definition, standing].filter(Boolean).join(' ');
  return [
    `## ${title}`,
    sentence,
    ...(counted ? [`*${texts.t('view.definition')}: ${counted}*`] : []),
    ...(cautions.length > 0 ? [cautions.map((caution) => `- ${caution}`).join('\n')] : []),
    [line(table.columns), line(table.columns.map(() => '---')), ...table.rows.map(line)].join('\n'),
    '',
  ].join('\n\n');
}
