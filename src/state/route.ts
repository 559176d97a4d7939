import type { Condition, Scope } from '../contract/population.ts';

export const pageNames = ['home', 'data', 'explore', 'analyse', 'models', 'project', 'report', 'privacy'] as const;
export type PageName = (typeof pageNames)[number];

/** The letter that leads to a page, after `g`. */
export const pageLetters: Record<PageName, string> = {
  home: 'h',
  data: 'd',
  explore: 'e',
  analyse: 'a',
  models: 'm',
  project: 'j',
  report: 'r',
  privacy: 'p',
};

/** Where the user is. `params`, `seed` and `sample` belong to deep links of analyses. */
export interface Route {
  page: PageName;
  id?: string;
  params?: Record<string, unknown>;
  seed?: number;
  /** What the analysis is to stand on, as it was written; the engine checks it. */
  scope?: Scope;
  /** The population that the scope's is compared with. */
  against?: Condition;
  sample?: string;
}

function parseParams(text: string | null): Record<string, unknown> | undefined {
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A seed is a whole number; `null` and anything else is none. */
function parseSeed(text: string | null): number | undefined {
  const seed = Number(text);
  return text && Number.isSafeInteger(seed) ? seed : undefined;
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Reads a location hash; what is not understood leads home, and unreadable parameters are left out. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [name, id] = path.split('/').map(decode);
  const page = pageNames.find((candidate) => candidate === name) ?? 'home';
  const search = new URLSearchParams(query);
  const params = parseParams(search.get('params'));
  const seed = parseSeed(search.get('seed'));
  const scope = parseParams(search.get('scope'));
  const against = parseParams(search.get('against'));
  const sample = search.get('sample');
  return {
    page,
    ...(page === 'analyse' && id && { id }),
    ...(params && { params }),
    ...(seed !== undefined && { seed }),
    ...(scope && { scope: scope as Scope }),
    ...(scope && against && { against: against as unknown as Condition }),
    ...(sample && { sample }),
  };
}

/** The hash that `parseRoute` reads back. */
export function formatRoute(route: Route): string {
  const path = route.page === 'home' ? '' : route.page + (route.id ? `/${encodeURIComponent(route.id)}` : '');
  const search = new URLSearchParams();
  if (route.sample) search.set('sample', route.sample);
  if (route.params && Object.keys(route.params).length > 0) search.set('params', JSON.stringify(route.params));
  if (route.scope && Object.keys(route.scope).length > 0) search.set('scope', JSON.stringify(route.scope));
  if (route.against) search.set('against', JSON.stringify(route.against));
  if (route.seed !== undefined) search.set('seed', String(route.seed));
  const query = search.toString();
  return `#/${path}${query && `?${query}`}`;
}
