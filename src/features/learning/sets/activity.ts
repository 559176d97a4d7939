import type { ActivityFeature } from '../../activity.ts';
import { frequency, mix, reach, sessions, target, tempo, trend, value } from '../../activity.ts';
import { hasField } from '../../events.ts';
import { amountSql } from '../../rfm.ts';
import type { EventFeature, FeatureContext, FeatureSet } from '../feature.ts';

const inSet = (set: FeatureSet, features: readonly ActivityFeature[]): EventFeature[] =>
  features.map((feature) => ({ ...feature, set, type: 'number', undated: false, from: 'log' }));

/** How recently, how long, how often, and whether it grows. */
export const activitySet = (context: FeatureContext): EventFeature[] =>
  inSet('activity', [...reach(context), ...frequency(context), trend(context)]);

export const tempoSet = (context: FeatureContext): EventFeature[] => inSet('tempo', tempo(context));

export const sessionsSet = ({ data }: FeatureContext): EventFeature[] => inSet('sessions', [sessions(data)]);

export const valueSet = ({ data, sql }: FeatureContext): EventFeature[] =>
  amountSql('', data, sql) ? inSet('value', value('amount')) : [];

/** A user's own past with what is foretold; of any event it would only repeat the activity. */
export const targetSet = (context: FeatureContext): EventFeature[] =>
  context.target === 'TRUE' ? [] : inSet('target', target('hit', context));

export const mixSet = (context: FeatureContext): EventFeature[] =>
  hasField(context.data, 'event') ? inSet('mix', mix(context.data, context.sql, context)) : [];
