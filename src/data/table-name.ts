const EXTENSIONS =
  /\.(csv|tsv|tab|txt|psv|dat|log|json|ndjson|jsonl|geojson|parquet|pq|arrow|feather|ipc|xls[xmb]?|ods|xes|gz|zip|zst|bz2)$/i;
const LONGEST = 60;

/** A readable SQL identifier for a file: `ecom.csv.gz` → `ecom`, `2024 orders (1).csv` → `t_2024_orders_1`; letters of any script stay. */
export function suggestTableName(fileName: string): string {
  let base = fileName.split(/[\\/]/).at(-1) ?? '';
  while (EXTENSIONS.test(base)) base = base.replace(EXTENSIONS, '');
  const words = base.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]+/gu, '_');
  const name = [...words.replace(/^_+|_+$/g, '')].slice(0, LONGEST).join('').replace(/_+$/, '');
  if (name === '') return 'table_1';
  return /^\p{N}/u.test(name) ? `t_${name}` : name;
}

/** A name for a table of several files: the words that their names begin with (`log-2024-01`, `log-2024-02`: `log_2024`), or the first name. */
export function commonTableName(fileNames: readonly string[]): string {
  const names = fileNames.map(suggestTableName);
  const [first, ...others] = names.map((name) => name.split('_')) as [string[], ...string[][]];
  const end = first.findIndex((word, index) => others.some((words) => words[index] !== word));
  return end > 0 ? first.slice(0, end).join('_') : names[0]!;
}
