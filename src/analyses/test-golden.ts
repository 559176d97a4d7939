import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Row } from './test-project.ts';

const SHARED = resolve('../shared');

/** Reference values from outside the repository; where they are absent the tests that need them are skipped. */
export const hasShared = existsSync(resolve(SHARED, 'golden/behaviour.json'));
export const WITHOUT_SHARED = 'the reference values of ../shared are not here';

export interface GoldenFunnel {
  steps: string[];
  window_ms: number | null;
  order: 'ordered' | 'strict' | 'unordered';
  entry: 'any' | 'first';
  ties: 'input' | 'strict';
  reached: number[];
  median_ms: number | null;
}

export interface GoldenCohort {
  size: number;
  returned: number[];
  observable: number[];
}

export interface GoldenRetention {
  period: 'day' | 'week' | 'month';
  kind: 'on' | 'on_or_after';
  week_start: 'monday' | 'sunday';
}

export interface Golden {
  ecom: {
    funnels: GoldenFunnel[];
    retention: (GoldenRetention & {
      zone: string;
      returned: number[];
      observable: number[];
      first_cohorts: Record<string, GoldenCohort>;
    })[];
    rolling: { returned: number[]; observable: number[] };
    sessions: { sessions: number };
  };
  synthetic: {
    zone: string;
    events: Row[];
    funnels: GoldenFunnel[];
    retention: (GoldenRetention & { cohorts: Record<string, GoldenCohort> })[];
    sessions: { sessions: number };
    rolling: { returned: number[]; observable: number[] };
  }[];
}

export const golden = (): Golden =>
  JSON.parse(readFileSync(resolve(SHARED, 'golden/behaviour.json'), 'utf8')) as Golden;

/** The public `ecom` log: its fields hold no quotes and no commas. */
export function ecomRows(): Row[] {
  const file = gunzipSync(readFileSync(resolve(SHARED, 'data/retentioneering_ecom/ecom.csv.gz'))).toString('utf8');
  const lines = file.trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [user, , event, time] = line.split(',');
    return [user!, Date.parse(`${time!.replace(' ', 'T')}Z`), event!];
  });
}
