import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { AnyAnalysis } from '../contract/analysis.ts';
import { defineAnalysis } from '../contract/analysis.ts';
import type { SavedRun } from '../contract/document.ts';
import type { EngineRun } from '../contract/engine.ts';
import {
  compareRuns,
  currentParams,
  findSaved,
  freeName,
  isNewer,
  runCall,
  runScript,
  savedRun,
  suggestName,
} from './saved-runs.ts';

const texts = {
  title: 'Trial',
  about: '',
  'param.steps': 'Steps',
  'param.least': 'At least',
  'param.order': 'Order',
  'param.strict': 'Strict',
  'option.order.any': 'in any order',
};

/** Version 1 called `least` by the name `minimum`. */
const trial: AnyAnalysis = defineAnalysis({
  id: 'trial',
  version: 2,
  group: 'overview',
  requires: [],
  cost: 'cheap',
  params: v.object({
    steps: v.optional(v.array(v.string()), []),
    least: v.optional(v.number(), 3),
    order: v.optional(v.picklist(['given', 'any']), 'given'),
    strict: v.optional(v.boolean(), false),
  }),
  queries: () => ({}),
  views: () => [],
  migrate: ({ minimum, ...rest }) => ({ ...rest, least: minimum }),
  texts: { en: texts, zh: { ...texts, title: '试验' } },
});

const whole = { steps: [], least: 3, order: 'given', strict: false };

const saved = (more: Partial<SavedRun> = {}): SavedRun => ({
  id: 'a',
  name: 'Trial',
  analysis: 'trial',
  version: 2,
  params: whole,
  seed: 0,
  fingerprint: 'f1',
  digest: 'd1',
  sentence: 'All is well.',
  at: '2026-11-12T08:00:00.000Z',
  ...more,
});

const outcome = (more: Partial<EngineRun> = {}): EngineRun => ({
  id: 'trial',
  params: whole,
  seed: 0,
  ms: 1,
  cached: false,
  result: { n: 1 },
  queries: {},
  models: [],
  ...more,
});

describe('the parameters of a saved run', () => {
  it('are brought up to today’s form, with defaults for what they leave out', () => {
    expect(currentParams(trial, { params: { minimum: 9 }, version: 1 })).toEqual({ ...whole, least: 9 });
    expect(currentParams(trial, { params: { least: 9 }, version: 2 })).toEqual({ ...whole, least: 9 });
  });

  it('stay as they are where they do not fit, so that the form can say so', () => {
    expect(currentParams(trial, { params: { minimum: 'many' }, version: 1 })).toEqual({ least: 'many' });
  });

  it('of a later version are not guessed at', () => {
    expect(isNewer(trial, { params: {}, version: 3 })).toBe(true);
    expect(isNewer(trial, { params: {}, version: 2 })).toBe(false);
  });
});

describe('finding the saved run of an answer', () => {
  it('goes by analysis, parameters and seed; of several the last saved', () => {
    const runs = [saved({ id: 'old' }), saved({ id: 'new' }), saved({ id: 'other', params: { ...whole, least: 4 } })];
    expect(findSaved(runs, trial, outcome())?.id).toBe('new');
    expect(findSaved(runs, trial, outcome({ params: { ...whole, least: 4 } }))?.id).toBe('other');
    expect(findSaved(runs, trial, outcome({ seed: 1 }))).toBeUndefined();
    expect(findSaved([saved({ analysis: 'else' })], trial, outcome())).toBeUndefined();
  });

  it('knows a run of an older version, and leaves one of a newer alone', () => {
    const older = saved({ id: 'older', version: 1, params: { minimum: 4 } });
    expect(findSaved([older], trial, outcome({ params: { ...whole, least: 4 } }))?.id).toBe('older');
    expect(findSaved([saved({ version: 3 })], trial, outcome())).toBeUndefined();
  });

  it('does not mind the order of the parameters', () => {
    const turned = { strict: false, order: 'given', least: 3, steps: [] };
    expect(findSaved([saved({ params: turned })], trial, outcome())?.id).toBe('a');
  });
});

describe('the verdict', () => {
  const now = { digest: 'd2', fingerprint: 'f1', version: 2, language: 'en' as const };

  it('is “same” for the same bits, whatever else has changed', () => {
    expect(compareRuns(saved(), { ...now, digest: 'd1', fingerprint: 'f2', version: 3 })).toBe('same');
  });

  it('names what may explain a difference, the data first', () => {
    expect(compareRuns(saved(), { ...now, fingerprint: 'f2', version: 3 })).toBe('data');
    expect(compareRuns(saved({ version: 1 }), now)).toBe('version');
    expect(compareRuns(saved({ backend: 'webgpu' }), { ...now, backend: 'wasm' })).toBe('backend');
    expect(compareRuns(saved({ language: 'zh' }), now)).toBe('language');
  });

  it('warns where nothing explains it', () => {
    expect(compareRuns(saved(), now)).toBe('differs');
    expect(compareRuns(saved({ language: 'en', backend: 'cpu' }), { ...now, backend: 'cpu' })).toBe('differs');
  });
});

describe('saving a run', () => {
  it('keeps what makes it again, and the digest of its result', async () => {
    const standing = { version: 2, sentence: 'S.', fingerprint: 'f', language: 'zh' as const };
    const label = { id: 'x', name: 'N', at: '2026-11-12T08:00:00.000Z' };
    const backend = { name: 'wasm' as const, reason: '' };
    const kept = await savedRun(outcome({ seed: 7, backend, result: { n: -0 } }), standing, label);
    const { digest, ...rest } = kept;
    expect(rest).toEqual({ ...standing, ...label, analysis: 'trial', params: whole, seed: 7, backend: 'wasm' });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const zero = await savedRun(outcome({ result: { n: 0 } }), standing, label);
    expect(zero.digest).not.toBe(digest);
    expect('backend' in zero).toBe(false);
  });

  it('suggests a name of the title and what is not as usual', () => {
    expect(suggestName(trial, whole, 'en')).toBe('Trial');
    expect(suggestName(trial, whole, 'zh')).toBe('试验');
    const params = { steps: ['view', 'buy'], least: 5, order: 'any', strict: true };
    expect(suggestName(trial, params, 'en')).toBe('Trial: view → buy, At least 5, in any order');
    expect(suggestName(trial, { ...whole, steps: ['x'.repeat(200)] }, 'en')).toHaveLength(80);
  });

  it('never gives two the same name', () => {
    expect(freeName(' Trial ', [])).toBe('Trial');
    expect(freeName('Trial', ['Trial', 'Trial (2)'])).toBe('Trial (3)');
  });
});

describe('the script of a run', () => {
  it('is the call that makes it again', () => {
    const call = runCall({ analysis: 'trial', params: { steps: ['a"b'] }, seed: 4, backend: 'cpu' });
    const made = call.replace(/^const .* = await /, 'return ');
    const asked = new Function('behold', made)({ run: (...args: unknown[]) => args });
    expect(asked).toEqual(['trial', { steps: ['a"b'] }, { seed: 4, backend: 'cpu' }]);
  });

  it('lets no name out of its comment', () => {
    const script = runScript(saved({ name: 'a\nalert(1)\u2028alert(2)\r\nx' }));
    expect(
      script
        .split(/[\n\r\u2028\u2029]/)
        .slice(0, 2)
        .every((line) => line.startsWith('//')),
    ).toBe(true);
    expect(script.split(/[\n\r\u2028\u2029]/)[2]).toMatch(/^const /);
  });
});
