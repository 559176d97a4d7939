const full = process.env.FAULTS === 'full';

const count = (name: string, whole: number, fast: number): number =>
  Number(process.env[`FAULTS_${name}`] ?? (full ? whole : fast));

/**
 * How much of each fault is tried: all of it by `npm run test:faults`, a part by `npm test`. An environment variable sets one by
 * itself, e.g. FAULTS_KILLS=20.
 */
export const counts = {
  kills: count('KILLS', 200, 2),
  quotas: count('QUOTAS', 100, 4),
  cuts: count('CUTS', 300, 8),
  fileCuts: count('FILE_CUTS', 100, 8),
  sequences: count('SEQUENCES', 1000, 10),
  /** Rows of the project whose opening is timed. */
  rows: count('ROWS', 1_000_000, 100_000),
  seed: count('SEED', 20_261_122, 20_261_122),
};

/** What takes longer than a few seconds carries no such tag, and is left to the full run. */
export const fast = { tag: '@fast' };
