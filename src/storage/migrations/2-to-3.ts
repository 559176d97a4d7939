import type { Migration, Plain } from './migration.ts';

/** A cohort was the users behind a mark; now it is whoever a rule means, and that is one of the rules. */
export const from2To3: Migration = (older) => {
  const history = older['history'] as { entries: Plain[] };
  const entries = history.entries.map((entry) =>
    entry['kind'] === 'cohorts'
      ? { ...entry, before: withRules(entry['before']), after: withRules(entry['after']) }
      : entry,
  );
  return { ...older, format: 3, cohorts: withRules(older['cohorts']), history: { ...history, entries } };
};

const withRules = (cohorts: unknown): unknown => (cohorts as Plain[]).map(withRule);

const withRule = ({ analysis, version, params, mark, ...cohort }: Plain): Plain => ({
  ...cohort,
  rule: { kind: 'mark', analysis, version, params, mark, label: cohort['label'] },
});
