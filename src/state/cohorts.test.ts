import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { AnyAnalysis } from '../contract/analysis.ts';
import { defineAnalysis } from '../contract/analysis.ts';
import { findCohort, needsCount, savedCohort } from './cohorts.ts';

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
    analysis: 'trial',
    version: 2,
    params: { least: 4 },
    mark: 'step:2',
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
  const older = { ...cohort, id: 'old', version: 1, params: { minimum: 5 } };
  const all = [cohort, older, { ...cohort, id: 'newer', version: 3 }];
  expect(findCohort(all, trial, { params: { least: 4 } }, 'step:2')?.id).toBe('c');
  expect(findCohort(all, trial, { params: { least: 5 } }, 'step:2')?.id).toBe('old');
  expect(findCohort(all, trial, { params: { least: 4 } }, 'step:1')).toBeUndefined();
  expect(findCohort(all, trial, { params: { least: 6 } }, 'step:2')).toBeUndefined();
});
