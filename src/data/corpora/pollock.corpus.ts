import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, fileOf } from '../testing.ts';
import type { Figures, Loaded } from './pollock-score.ts';
import { FAILED, figuresOf } from './pollock-score.ts';
import { readStrictCsv } from './strict-csv.ts';

const FOLDER = '../shared/corpora/pollock';
/** Files that are shown as still failing: those whose ten figures sum to less. */
const SHOWN_BELOW = 9.9;
const SHOWN = 40;

interface Score {
  name: string;
  figures: Figures;
  sum: number;
  note: string;
}

async function scoreOf(folder: string, name: string): Promise<Score> {
  const bytes = new Uint8Array(readFileSync(`${FOLDER}/${folder}/csv/${name}`));
  const [header = [], ...rows] = readStrictCsv(readFileSync(`${FOLDER}/${folder}/clean/${name}`, 'utf8'));
  const { figures, note } = await attempt(bytes, name, { header, rows });
  return { name, figures, sum: figures.reduce((sum, figure) => sum + figure, 0), note };
}

async function attempt(bytes: Uint8Array, name: string, clean: Loaded): Promise<{ figures: Figures; note: string }> {
  try {
    const { ledger, columns } = await decode(fileOf(bytes, name), { types: 'text' });
    const values = [...columns.values()] as (string | null)[][];
    const rows = Array.from({ length: ledger.rows }, (_, row) => values.map((column) => column[row] ?? ''));
    const loaded = { header: ledger.columns.map((column) => column.original), rows };
    const { sniffed, rejectedCount, notices } = ledger;
    const note = JSON.stringify({ ...sniffed, rejectedCount, notices: notices.map(({ code }) => code) });
    return { figures: figuresOf(loaded, clean), note };
  } catch (error) {
    const rightlyEmpty = (error as Error).name === 'import.empty-file' && clean.header.length === 0;
    return { figures: rightlyEmpty ? figuresOf(clean, clean) : FAILED, note: (error as Error).name };
  }
}

async function scoresOf(folder: string): Promise<Score[]> {
  const scores: Score[] = [];
  for (const name of readdirSync(`${FOLDER}/${folder}/csv`).sort()) scores.push(await scoreOf(folder, name));
  return scores;
}

function weightedMean(scores: readonly Score[], weightOf: (name: string) => number): number {
  const total = scores.reduce((sum, { name }) => sum + weightOf(name), 0);
  return scores.reduce((sum, score) => sum + score.sum * weightOf(score.name), 0) / total;
}

function show(title: string, scores: readonly Score[]): void {
  const worst = scores.filter(({ sum }) => sum < SHOWN_BELOW).sort((a, b) => a.sum - b.sum);
  const lines = worst.slice(0, SHOWN).map(({ name, sum, figures, note }) => {
    return `${sum.toFixed(3)}  ${name}  [${figures.map((figure) => figure.toFixed(2)).join(' ')}]  ${note}`;
  });
  process.stdout.write(
    [`${title}; ${worst.length} of ${scores.length} files below ${SHOWN_BELOW}:`, ...lines].join('\n') + '\n',
  );
}

describe.skipIf(!existsSync(FOLDER))('Pollock, told nothing (needs the shared corpora beside the checkout)', () => {
  it('polluted files: simple at least 9.60, weighted at least 9.00', async () => {
    const scores = await scoresOf('polluted');
    const weights = JSON.parse(readFileSync(`${FOLDER}/weights.json`, 'utf8')) as Record<string, number>;
    const simple = weightedMean(scores, () => 1);
    const weighted = weightedMean(scores, (name) => weights[name]!);
    show(`polluted: simple ${simple.toFixed(3)}, weighted ${weighted.toFixed(3)}`, scores);
    expect(simple).toBeGreaterThanOrEqual(9.6);
    expect(weighted).toBeGreaterThanOrEqual(9);
  });

  it('survey files: at least 9.0', async () => {
    const scores = await scoresOf('survey');
    const simple = weightedMean(scores, () => 1);
    show(`survey: simple ${simple.toFixed(3)}`, scores);
    expect(simple).toBeGreaterThanOrEqual(9);
  });
});
