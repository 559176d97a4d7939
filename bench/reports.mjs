// The reports that are timed beside the native tools: what is asked of each, and of its result what must be equal.
import { funnelSteps } from './queries.mjs';

const funnelCounts = ({ steps }) => steps.map(({ count }) => count);
const plainFunnel = { steps: funnelSteps, order: 'ordered', entry: 'any', window: '7d' };

/** Counts by pair of events, in order of their names. */
function pairs({ nodes, edges }) {
  const name = (place) => nodes[place].event;
  const between = edges.filter(({ from, to }) => nodes[from].kind === 'event' && nodes[to].kind === 'event');
  return between
    .map(({ from, to, count }) => ({ pair: `${name(from)} ${name(to)}`, count }))
    .sort((a, b) => (a.pair < b.pair ? -1 : 1))
    .map(({ count }) => count);
}

/** `like`: the job of the native tools that answers the same. */
export const reports = [
  {
    name: 'funnel',
    id: 'funnel',
    params: { ...plainFunnel, trend: 'none', sensitivity: false, defects: false, drivers: false },
    like: 'funnel',
    answer: funnelCounts,
  },
  { name: 'funnel, every option', id: 'funnel', params: plainFunnel, like: 'funnel', answer: funnelCounts },
  {
    name: 'retention',
    id: 'retention',
    params: { period: 'week', intervals: 12, kind: 'on', clock: 'calendar' },
    like: 'retention',
    answer: ({ total }) => total.map(({ returned }) => returned),
  },
  { name: 'paths', id: 'transitions', params: { unit: 'session' }, like: 'transitions', answer: pairs },
  { name: 'engagement', id: 'engagement', params: {}, like: 'sessions', answer: ({ sessions }) => [sessions] },
  {
    name: 'rfm',
    id: 'rfm',
    params: { groups: 5, ties: 'split' },
    like: 'rfm',
    answer: ({ users, segments }) => [users, Math.round(segments.reduce((sum, { value }) => sum + value, 0))],
  },
];
