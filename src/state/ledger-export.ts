import type { ImportReport } from '../contract/import.ts';
import { rejectionReason } from '../i18n/reasons.ts';
import { csvBlob } from './csv.ts';
import type { Locale } from './locale.svelte.ts';

export type { ImportReport };

/** A ledger as JSON, word for word. */
export const ledgerJson = (report: ImportReport): Blob =>
  new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' });

/** The rejected records that a ledger lists, as CSV with their reasons in words. */
export function rejectedCsv({ rejected }: ImportReport, locale: Locale): Promise<Blob> {
  const columns = [
    locale.t('ledger.file'),
    locale.t('ledger.line'),
    locale.t('ledger.reason'),
    locale.t('ledger.text'),
  ];
  return csvBlob(columns, rejected.length, (row) => {
    const { file = null, line, reason, text } = rejected[row]!;
    return [file, line, rejectionReason(reason, locale.language), text];
  });
}
