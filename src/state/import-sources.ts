import type { ImportOptions, ImportReport } from '../contract/import.ts';
import { suggestTableName } from '../data/table-name.ts';

/** What a table was read from, as long as the page is open: enough to read it again. */
export interface TableSource {
  files: File[];
  entry?: string;
  options: ImportOptions;
}

/** The files of each table that an import made. A table of which that can't be told for certain has none. */
export function sourcesOf(
  files: readonly File[],
  options: ImportOptions,
  reports: readonly ImportReport[],
): Map<string, TableSource> {
  const sources = new Map<string, TableSource>();
  reports.forEach((report, index) => {
    const own = filesOf(report, index, files, reports);
    if (own.length === 0) return;
    const before = sources.get(report.table);
    const entry = files.length === 1 ? report.sniffed.entry : undefined;
    // A table of several members is read again from the whole archive.
    if (before) sources.set(report.table, { files: [...new Set([...before.files, ...own])], options });
    else sources.set(report.table, { files: own, options, ...(entry !== undefined && { entry }) });
  });
  return sources;
}

function filesOf(
  report: ImportReport,
  index: number,
  files: readonly File[],
  reports: readonly ImportReport[],
): File[] {
  if (files.length === 1 || reports.length === 1) return [...files];
  if (files.length === reports.length) return [files[index]!];
  return files.filter((file) => suggestTableName(file.name) === report.table);
}
