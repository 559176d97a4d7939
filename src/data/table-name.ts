const EXTENSIONS = /\.(csv|tsv|tab|txt|json|ndjson|jsonl|geojson|parquet|pq|xlsx?|gz|zip|zst|bz2)$/i;
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
