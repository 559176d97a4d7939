import { describe, expect, it } from 'vitest';
import { formatRoute, pageLetters, pageNames, parseRoute } from './route.ts';

describe('parseRoute', () => {
  it('reads pages, and leads home from anything else', () => {
    expect(parseRoute('')).toEqual({ page: 'home' });
    expect(parseRoute('#/')).toEqual({ page: 'home' });
    expect(parseRoute('#/data')).toEqual({ page: 'data' });
    expect(parseRoute('#/nowhere/at/all')).toEqual({ page: 'home' });
  });

  it('reads the deep link of an analysis', () => {
    const hash = '#/analyse/funnel?sample=shop&params=' + encodeURIComponent('{"steps":["a & b","c"],"window":"7d"}');
    expect(parseRoute(hash)).toEqual({
      page: 'analyse',
      id: 'funnel',
      sample: 'shop',
      params: { steps: ['a & b', 'c'], window: '7d' },
    });
  });

  it('reads a seed that is a whole number', () => {
    expect(parseRoute('#/analyse/funnel?seed=7')).toEqual({ page: 'analyse', id: 'funnel', seed: 7 });
    for (const seed of ['', 'x', '1.5', '1e99']) {
      expect(parseRoute(`#/analyse/funnel?seed=${seed}`)).toEqual({ page: 'analyse', id: 'funnel' });
    }
  });

  it('reads a scope that is an object', () => {
    const scope = { population: { kind: 'cohort' as const, id: 'c 1' }, span: { last: '30d' }, events: ['a & b'] };
    const route = { page: 'analyse' as const, id: 'funnel', scope };
    expect(parseRoute(formatRoute(route))).toEqual(route);
    expect(formatRoute({ page: 'analyse', id: 'funnel', scope: {} })).toBe('#/analyse/funnel');
    expect(parseRoute('#/analyse/funnel?scope=[1]')).toEqual({ page: 'analyse', id: 'funnel' });
  });

  it('leaves out parameters that are no object', () => {
    expect(parseRoute('#/analyse/funnel?params=%7Bbroken')).toEqual({ page: 'analyse', id: 'funnel' });
    expect(parseRoute('#/analyse/funnel?params=[1]')).toEqual({ page: 'analyse', id: 'funnel' });
  });

  it('survives a percent sign that is none', () => {
    expect(parseRoute('#/analyse/100%')).toEqual({ page: 'analyse', id: '100%' });
  });
});

describe('formatRoute', () => {
  it('writes what parseRoute reads back', () => {
    const routes = [
      { page: 'home' as const },
      { page: 'privacy' as const },
      { page: 'analyse' as const, id: 'funnel' },
      { page: 'project' as const },
      { page: 'report' as const },
      { page: 'analyse' as const, id: 'funnel', params: { a: 1 }, seed: 0 },
      { page: 'analyse' as const, id: 'a/b', params: { steps: ['加入购物车?', '#&='] }, sample: 'shop' },
    ];
    for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
  });
});

it('gives every page a letter of its own', () => {
  expect(new Set(pageNames.map((page) => pageLetters[page])).size).toBe(pageNames.length);
});
