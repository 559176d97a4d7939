import { sessions } from '../../activity.ts';
import { hasField, startsSession } from '../../events.ts';
import type { EventFeature, FeatureContext } from '../feature.ts';
import { featureIn } from './make.ts';

const MINUTE_US = 60_000_000;

/** The number of sessions, their mean length (the time between events that follow each other in one), and how many events one has. */
export function sessionsSet({ data }: FeatureContext): EventFeature[] {
  const isMapped = hasField(data, 'session');
  const count = sessions(data);
  const within = isMapped ? '"session" = previous_session' : `NOT (${startsSession('t - p', data)})`;
  const events = isMapped ? 'count("session")' : 'count(*)';
  const perSession = (amount: string) => `coalesce(${amount} / nullif(${count.expression}, 0), 0)`;
  const length = `coalesce(sum(t - p) FILTER (WHERE ${within}), 0) / ${MINUTE_US}`;
  return [
    count,
    { kind: 'session_minutes', expression: perSession(length), skewed: true },
    { kind: 'session_depth', expression: perSession(`1.0 * ${events}`), skewed: true },
  ].map(featureIn('sessions'));
}
