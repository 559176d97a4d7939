import type { View } from '../../contract/view.ts';
import { heatmap } from '../../charts/heatmap.ts';
import type { Defect, FunnelResult, SensitivityRow } from './result.ts';
import type { Text } from './wording.ts';
import { lengthText, percent } from './wording.ts';

function rowName({ order, entry }: SensitivityRow, text: Text): string {
  const name = text(`short.${order}`);
  return entry === null ? name : text('sensitivity.row', { order: name, entry: text(`short.${entry}`) });
}

/** The same funnel under every order, entry and window. */
export function sensitivityView({ sensitivity }: FunnelResult, text: Text): View | null {
  if (!sensitivity) return null;
  const { rows, lowest, highest, chosen } = sensitivity;
  const windows = sensitivity.windows.map((window) => lengthText(window, text));
  const names = rows.map((row) => rowName(row, text));
  const cells = rows.flatMap(({ cells: own }, row) =>
    own.map(({ share, converted, entered }, column) => {
      const figures = { row: names[row]!, window: windows[column]!, share: percent(share), converted, entered };
      return { column, row, share, label: text('cell.label', figures) };
    }),
  );
  const range = { lowest: percent(lowest), highest: percent(highest), chosen: percent(chosen) };
  return {
    title: text('sensitivity.title'),
    sentence: highest ? text('sensitivity.sentence', range) : text('sensitivity.flat'),
    table: {
      columns: [
        text('column.definition'),
        ...windows.flatMap((window) => [text('column.within', { window }), text('column.withinShare', { window })]),
      ],
      rows: rows.map((row, n) => [names[n]!, ...row.cells.flatMap(({ converted, share }) => [converted, share])]),
    },
    chart: (theme) =>
      heatmap(theme, cells, { columns: windows, rows: names, x: text('axis.window'), y: text('axis.definition') }),
  };
}

function defectName({ kind }: Defect, { duplicates, ties }: FunnelResult['definition'], text: Text): string {
  if (kind === 'duplicates' && duplicates === 'remove') return text('defect.duplicates.kept');
  if (kind === 'ties' && ties === 'strict') return text('defect.ties.input');
  return text(`defect.${kind}`);
}

const signed = (change: number): string => (change > 0 ? `+${change}` : String(change));

/** By how much doubtful events move each step, if they are treated otherwise. */
export function defectsView({ defects, definition, steps }: FunnelResult, text: Text): View | null {
  if (!defects) return null;
  const lastOf = ({ changes }: Defect) => changes.at(-1)!;
  const most = defects.reduce((a, b) => (Math.abs(lastOf(b)) > Math.abs(lastOf(a)) ? b : a));
  const kind = defectName(most, definition, text);
  return {
    title: text('defects.title'),
    sentence:
      lastOf(most) === 0
        ? text('defects.none')
        : text('defects.sentence', { kind, change: signed(lastOf(most)), count: steps.at(-1)!.count }),
    table: {
      columns: [
        text('column.defect'),
        text('column.touched'),
        ...steps.map((_, n) => text('column.change', { n: n + 1 })),
      ],
      rows: defects.map((each) => [defectName(each, definition, text), each.events, ...each.changes]),
    },
  };
}
