import { isDeepStrictEqual } from 'node:util';
import type { Page } from '@playwright/test';
import type { ProjectParts } from '../../src/contract/document.ts';
import type { ProjectStatus } from '../../src/contract/engine.ts';
import type { Mapping, Settings } from '../../src/contract/project.ts';

/** All that a person can read of a project: what must be equal before and after a fault. */
export interface Facts {
  name: string;
  tables: { name: string; rows: number; columns: string[]; steps: unknown[]; content: string; raw: string }[];
  mapping: Mapping;
  settings: Settings;
  parts: Omit<ProjectParts, 'name'>;
  history: { kinds: string[]; done: number };
}

/** Reads them in the page. A table's content is its row count and a sum of its rows' hashes, so that order does not count. */
export const readFacts = (page: Page): Promise<Facts> =>
  page.evaluate(async () => {
    const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
    const content = async (table: string) => {
      const [found] = await behold.sql(
        `SELECT concat(count(*), ':', sum(hash(t)::HUGEINT), ':', bit_xor(hash(t))) AS content FROM ${table} t`,
      );
      return String(found!.content);
    };
    const tables = [];
    for (const { name, rows, columns } of await behold.tables()) {
      const steps = await behold.recipe(name);
      tables.push({
        name,
        rows,
        columns: columns.map((column) => `${column.name} ${column.type}`),
        steps,
        content: await content(quoted(name)),
        raw: steps.length ? await content(`raw.${quoted(name)}`) : '',
      });
    }
    const { entries, done } = await behold.history();
    return {
      name: (await behold.project()).name,
      tables: tables.sort((a, b) => (a.name < b.name ? -1 : 1)),
      mapping: await behold.mapping(),
      settings: await behold.settings(),
      parts: {
        notes: await behold.part('notes'),
        cohorts: await behold.part('cohorts'),
        runs: await behold.part('runs'),
        report: await behold.part('report'),
      },
      history: { kinds: entries.map(({ kind, subject }) => `${kind} ${subject ?? ''}`), done },
    };
  });

/** A status as it crosses to the test: the error by its code and sentence. */
export type Seen = Omit<ProjectStatus, 'error'> & { error: { code: string; sentence: string } | null };

export const readStatus = (page: Page): Promise<Seen> =>
  page.evaluate(async () => {
    const status = await behold.project();
    const error = status.error as Error | null;
    return structuredClone({ ...status, error: error && { code: error.name, sentence: error.message } });
  });

/** What differs between two readings, in a few words; '' where they are equal. */
export function difference(found: Facts, expected: Facts): string {
  const keys = Object.keys(expected) as (keyof Facts)[];
  const differing = keys.filter((key) => !isDeepStrictEqual(found[key], expected[key]));
  return differing
    .map((key) => `${key}: ${JSON.stringify(found[key])}, expected ${JSON.stringify(expected[key])}`.slice(0, 600))
    .join('; ');
}
