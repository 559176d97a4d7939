import type { Params } from './params.ts';

/** What a goal or behaviour is called: the name given, or its events and filters as they are written. */
export function patternName(pattern: Params['behaviours'][number] | Params['goal']): string {
  if (typeof pattern === 'string') return pattern;
  if ('name' in pattern && pattern.name) return pattern.name;
  const filters = pattern.where.map(({ property, is, values }) => [property, is, ...values].join(' '));
  return [pattern.events.join(' | ') || '*', ...filters].join(', ');
}
