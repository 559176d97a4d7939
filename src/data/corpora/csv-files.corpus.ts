import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, fileOf } from '../testing.ts';

const FOLDER = '../shared/corpora';
/** A file that takes longer hangs, as far as a person can tell. */
const MOST_MS = 5000;

const filesIn = (folder: string): string[] =>
  readdirSync(`${FOLDER}/${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(csv|tsv)$/.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .sort();

interface Outcome {
  file: string;
  code?: string;
  ms: number;
  reconciles: boolean;
  silent: boolean;
}

/** Imports a file told nothing: either it is refused by a code, or its ledger accounts for every record. */
async function outcomeOf(path: string): Promise<Outcome> {
  const file = path.slice(FOLDER.length + 1);
  const bytes = new Uint8Array(readFileSync(path));
  const start = performance.now();
  try {
    const { ledger, columns } = await decode(fileOf(bytes, path.split('/').at(-1)!), { types: 'text' });
    const { records, rows, rejectedCount, sniffed, notices } = ledger;
    const sent = Math.max(0, ...[...columns.values()].map((values) => values.length));
    const reconciles = records === rows + rejectedCount + (sniffed.skipped ?? 0) && sent === rows;
    const silent = rejectedCount + (sniffed.skipped ?? 0) > 0 && notices.length === 0;
    return { file, ms: performance.now() - start, reconciles, silent };
  } catch (error) {
    return { file, code: (error as Error).name, ms: performance.now() - start, reconciles: true, silent: false };
  }
}

describe.skipIf(!existsSync(FOLDER))(
  'delimited files of other projects (needs the shared corpora beside the checkout)',
  () => {
    it.each(['csv-spectrum', 'csvkit', 'duckdb/csv'])(
      '%s: no crash, no hang, nothing lost in silence',
      async (folder) => {
        const outcomes: Outcome[] = [];
        for (const path of filesIn(folder)) outcomes.push(await outcomeOf(path));
        const refused = outcomes.filter(({ code }) => code !== undefined);
        process.stdout.write(
          [
            `${folder}: ${outcomes.length} files, ${refused.length} refused:`,
            ...refused.map(({ file, code }) => `${code}  ${file}`),
          ].join('\n'),
        );
        expect(refused.filter(({ code }) => !code!.startsWith('import.'))).toEqual([]);
        expect(outcomes.filter(({ ms }) => ms > MOST_MS)).toEqual([]);
        expect(outcomes.filter(({ reconciles }) => !reconciles)).toEqual([]);
        expect(outcomes.filter(({ silent }) => silent)).toEqual([]);
      },
    );
  },
);
