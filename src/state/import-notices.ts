import type { ImportReport, Notice, Part, Question } from '../contract/import.ts';

/** What the draft knows of one file or member once it is imported. */
interface Taken {
  file: File;
  part: Part;
  included: boolean;
  questions: readonly Question[];
}

const namesOf = (items: readonly Taken[]): string => items.map(({ part }) => part.entry ?? part.name).join(', ');

/** Says of each archive which members were read and which not, and of each workbook which sheets. */
export function noticesOf(items: readonly Taken[], reports: readonly ImportReport[]): Notice[] {
  const archives = [...new Set(items.filter(({ part }) => part.entry !== undefined).map(({ file }) => file))];
  const members = archives.flatMap((file) => membersOf(items.filter((item) => item.file === file)));
  return [...members, ...items.filter(({ included }) => included).flatMap((item) => sheetsOf(item, reports))];
}

function membersOf(items: readonly Taken[]): Notice[] {
  const read = items.filter(({ included }) => included);
  const left = items.filter(({ included }) => !included);
  if (read.length === 0) return [];
  const values = { file: items[0]!.file.name, n: read.length, read: namesOf(read) };
  if (left.length === 0) return [{ code: 'import.members-read', values }];
  return [{ code: 'import.members-left', values: { ...values, left: namesOf(left) } }];
}

function sheetsOf({ part, questions }: Taken, reports: readonly ImportReport[]): Notice[] {
  const sheets = questions.find(({ kind }) => kind === 'sheet')?.readings.map(({ label }) => label) ?? [];
  const read = sheets.filter((sheet) => reports.some(({ sniffed }) => sniffed.sheet === sheet));
  const left = sheets.filter((sheet) => !read.includes(sheet));
  if (read.length === 0 || left.length === 0) return [];
  return [{ code: 'import.sheets-left', values: { file: part.name, read: read.join(', '), left: left.join(', ') } }];
}
