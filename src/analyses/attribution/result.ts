import type { RuleName } from './rules.ts';

export type ModelName = RuleName | 'markov';

export interface AttributedChannel {
  /** Null: all channels beyond those with most users. */
  name: string | null;
  /** Converted journeys with a touch of it, and those that did not convert. */
  converted: number;
  lost: number;
  /** Conversions by model. */
  credit: Partial<Record<ModelName, number>>;
  /** The value by model; absent where none was asked for. */
  value?: Partial<Record<ModelName, number>>;
  /** The share of conversions that would be lost without it, by the chain. */
  removal: number;
}

export interface AttributionResult {
  channels: AttributedChannel[];
  models: ModelName[];
  conversions: number;
  value: number;
  /** Conversions, and their value, with no touch within the window: nobody gets the credit. */
  without: { conversions: number; value: number };
  /** Users with a conversion; journeys that did not end in one. */
  converters: number;
  lost: number;
  /** The most common journeys, at most ten; `cut`: older touches are not shown. */
  paths: { channels: (string | null)[]; cut: boolean; conversions: number; lost: number; value: number }[];
  definition: {
    conversion: string;
    channel: string;
    window: string;
    value: string;
    count: 'every' | 'first';
    journey: 'restart' | 'whole';
    repeats: 'collapse' | 'each';
    halfLife: string;
    positionFirst: number;
    positionLast: number;
    /** The channel counted as direct, as it is written in the log; null if none is. */
    direct: string | null;
  };
}
