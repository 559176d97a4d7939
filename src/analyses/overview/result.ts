/** What may make figures wrong, in the order in which it is looked for. */
export const QUALITY_CODES = [
  'missing-user',
  'missing-time',
  'future-time',
  'duplicates',
  'ties',
  'gaps',
  'bots',
] as const;

export type QualityCode = (typeof QUALITY_CODES)[number];

export interface QualityFinding {
  code: QualityCode;
  /** Rows; for `gaps` days, for `bots` users. */
  count: number;
  /** Of all rows (`missing-*`), events, or days; for `bots` the share of the events that are theirs. */
  share: number;
  message: string;
}

export interface OverviewResult {
  /** Rows of the events view. */
  rows: number;
  /** Rows with a user and a time: all other figures are of these. */
  events: number;
  users: number;
  /** Different items and sessions; null where no item is mapped. */
  items: number | null;
  sessions: number;
  /** The first and last event, ISO 8601 in UTC; null without any. */
  first: string | null;
  last: string | null;
  /** By event name, most events first, at most 500; rows without a name under null. */
  byEvent: { event: string | null; count: number; users: number }[];
  /** By calendar day of the project's zone, from the first to the last, empty days too; without them where the log spans over 20,000 days. */
  byDay: { day: string; events: number; users: number; newUsers: number }[];
  topItems: { item: string; count: number; users: number }[];
  /** Only what was found. */
  quality: QualityFinding[];
  zone: string;
  sessionGapMinutes: number;
  /** Whether sessions come from a mapped column. */
  sessionsMapped: boolean;
}
