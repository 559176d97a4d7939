import * as v from 'valibot';
import { expect, test } from 'vitest';
import { translateIssues } from './issues.ts';

const schema = v.object({
  n: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90)), 7),
  kind: v.optional(v.picklist(['on', 'off']), 'on'),
});

const faults = (input: object, lang: string) =>
  v.safeParse(schema, input, { lang }).issues?.map((issue) => issue.message);

test('faults of parameters name the bound and the value, in the language asked for', () => {
  translateIssues();
  expect(faults({ n: 0 }, 'zh')).toEqual(['不能小于 1，现为 0。']);
  expect(faults({ n: 91 }, 'zh')).toEqual(['不能大于 90，现为 91。']);
  expect(faults({ n: 1.5 }, 'zh')).toEqual(['应为整数，现为 1.5。']);
  expect(faults({ kind: 'maybe' }, 'zh')).toEqual(['应为 ("on" | "off")，现为 "maybe"。']);
  expect(faults({ n: 0 }, 'en')?.[0]).toMatch(/^Invalid/);
});
