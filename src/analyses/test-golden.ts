import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Row } from './test-project.ts';

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

/** The reference values; golden/README.md says how they were made. */
export const golden = (): Golden => JSON.parse(readFileSync('golden/behaviour.json', 'utf8')) as Golden;

/** The public `ecom` log: its fields hold no quotes and no commas. */
export function ecomRows(): Row[] {
  const file = gunzipSync(readFileSync('sample-data/ecom.csv.gz')).toString('utf8');
  const lines = file.trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [user, , event, time] = line.split(',');
    return [user!, Date.parse(`${time!.replace(' ', 'T')}Z`), event!];
  });
}
