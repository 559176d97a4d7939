import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { AnyAnalysis } from '../contract/analysis.ts';
import { defineAnalysis } from '../contract/analysis.ts';
import type { Cohort } from '../contract/document.ts';
import { findCohort, markOf, needsCount, savedCohort } from './cohorts.ts';

const texts = { title: 'Trial', about: '', 'param.least': 'At least' };

const trial: AnyAnalysis = defineAnalysis({
  id: 'trial',
  version: 2,
  group: 'overview',
  requires: [],
  cost: 'cheap',
  params: v.object({ least: v.optional(v.number(), 3) }),
  queries: () => ({}),
  views: () => [],
  migrate: ({ minimum }) => ({ least: minimum }),
  texts: { en: texts, zh: texts },
});

const cohort = savedCohort(
  trial,
  { params: { least: 4 } },
  { mark: 'step:2', label: 'Second step', users: ['ann', 'bob', 'cy'] },
  { id: 'c', name: 'Those three', at: '2026-11-12T08:00:00.000Z', fingerprint: 'f1' },
);

it('keeps how to find the users again, and how many they were, but none of them', () => {
  expect(cohort).toEqual({
    id: 'c',
    name: 'Those three',
    at: '2026-11-12T08:00:00.000Z',
    fingerprint: 'f1',
    rule: {
      kind: 'mark',
      analysis: 'trial',
      version: 2,
      params: { least: 4 },
      mark: 'step:2',
      label: 'Second step',
    },
    label: 'Second step',
    users: 3,
  });
});

it('must be counted again only on other data', () => {
  expect(needsCount(cohort, 'f1')).toBe(false);
  expect(needsCount(cohort, 'f2')).toBe(true);
  expect(needsCount(cohort, undefined)).toBe(false);
});

it('is found by analysis, parameters and mark, also one of an older version', () => {
  const rule = markOf(cohort)!;
  const older = { ...cohort, id: 'old', rule: { ...rule, version: 1, params: { minimum: 5 } } };
  const newer = { ...cohort, id: 'newer', rule: { ...rule, version: 3 } };
  const everyone: Cohort = { ...cohort, id: 'all', rule: { kind: 'and', of: [] } };
  const all = [cohort, older, newer, everyone];
  expect(findCohort(all, trial, { params: { least: 4 } }, 'step:2')?.id).toBe('c');
  expect(findCohort(all, trial, { params: { least: 5 } }, 'step:2')?.id).toBe('old');
  expect(findCohort(all, trial, { params: { least: 4 } }, 'step:1')).toBeUndefined();
  expect(findCohort(all, trial, { params: { least: 6 } }, 'step:2')).toBeUndefined();
});

it('under a scope is another one', () => {
  const scope = { span: { last: '30d' } };
  const run = { params: { least: 4 }, scope };
  const scoped = savedCohort(
    trial,
    run,
    { mark: 'step:2', label: 'Second step', users: ['ann'] },
    { id: 's', name: 'Lately', at: '2026-11-12T08:00:00.000Z', fingerprint: 'f1' },
  );
  expect(markOf(scoped)?.scope).toEqual(scope);
  expect(findCohort([scoped, cohort], trial, run, 'step:2')?.id).toBe('s');
  expect(findCohort([cohort, scoped], trial, { params: { least: 4 } }, 'step:2')?.id).toBe('c');
});
