import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { jsonSchema } from './json-schema.ts';

const schema = v.object({
  steps: v.optional(v.pipe(v.array(v.string()), v.maxLength(9), v.metadata({ values: 'events.event' })), ['a']),
  order: v.optional(v.picklist(['ordered', 'strict']), 'ordered'),
  window: v.pipe(v.optional(v.string(), '7d'), v.metadata({ unit: 'duration' })),
  intervals: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)), 12),
  strength: v.optional(v.number(), 1.5),
  exact: v.optional(v.boolean(), true),
});

describe('jsonSchema', () => {
  it('carries types, limits, choices, hints and defaults', () => {
    expect(jsonSchema(schema)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      properties: {
        steps: { type: 'array', items: { type: 'string' }, default: ['a'], 'x-values': 'events.event' },
        order: { type: 'string', enum: ['ordered', 'strict'], default: 'ordered' },
        window: { type: 'string', default: '7d', 'x-unit': 'duration' },
        intervals: { type: 'integer', minimum: 1, maximum: 60, default: 12 },
        strength: { type: 'number', default: 1.5 },
        exact: { type: 'boolean', default: true },
      },
    });
  });
});
