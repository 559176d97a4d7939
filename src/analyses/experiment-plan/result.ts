export interface PlanResult {
  /** A share 0..1, or a mean with its standard deviation per user. */
  baseline: number;
  deviation: number;
  /** The absolute effect to be found. */
  effect: number;
  /** Users in each variant, before rounding up; and in all. */
  perVariant: number;
  users: number;
  perDay: number;
  /** Days to enter all users, without the window after the last; null without traffic. */
  days: number | null;
  /** How many times more users the always-valid test needs at most, when tuned to this size. */
  inflation: number;
  /** The smallest relative effect that so many days can find. */
  curve: { days: number; perVariant: number; effect: number }[];
  fromLog: { users: number; baseline: boolean; perDay: boolean };
  definition: {
    goal: string;
    measure: 'conversion' | 'count';
    window: string;
    alpha: number;
    power: number;
    variants: number;
    share: number;
    relative: number;
  };
}
