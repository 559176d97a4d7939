import type { Schema } from '../contract/analysis.ts';
import { paramFields } from '../contract/params.ts';
import type { ParamField } from '../contract/params.ts';

const texts = { type: 'array', items: { type: 'string' } };

/** src/features/patterns.ts reads these. */
const filter = {
  type: 'object',
  properties: {
    property: { type: 'string' },
    is: { type: 'string', default: 'is' },
    values: { type: 'array', items: { type: ['string', 'number', 'boolean'] }, default: [] },
  },
  required: ['property'],
};

const pattern = (more: object) => ({
  anyOf: [
    { type: 'string', 'x-values': 'events.event' },
    {
      type: 'object',
      properties: { events: texts, where: { type: 'array', items: filter, default: [] }, ...more },
      required: ['events'],
    },
  ],
});

const stepFields = {
  optional: { type: 'boolean', default: false },
  within: { type: 'string', 'x-unit': 'duration' },
  name: { type: 'string' },
};

function property(field: ParamField): object {
  switch (field.kind) {
    case 'choice':
      return { type: 'string', enum: field.options, default: field.default };
    case 'number': {
      const limits = {
        ...(field.min != null && { minimum: field.min }),
        ...(field.max != null && { maximum: field.max }),
      };
      return { type: field.integer ? 'integer' : 'number', ...limits, default: field.default };
    }
    case 'switch':
      return { type: 'boolean', default: field.default };
    case 'list':
      return {
        type: 'array',
        items: { type: 'string', ...(field.options && { enum: field.options }) },
        default: field.default,
        ...(field.values && { 'x-values': field.values }),
      };
    case 'pairs': {
      const side = { type: 'string' };
      return {
        type: 'array',
        items: { type: 'object', properties: { from: side, to: side }, required: ['from', 'to'] },
        default: field.default,
        ...(field.values && { 'x-values': field.values }),
        ...(field.to && { 'x-to': field.to }),
      };
    }
    case 'weights': {
      const properties = { event: { type: 'string' }, weight: { type: 'number', minimum: 0 } };
      return {
        type: 'array',
        items: { type: 'object', properties, required: ['event', 'weight'] },
        default: field.default,
      };
    }
    case 'filters':
      return { type: 'array', items: filter, default: field.default };
    case 'pattern':
      return { ...pattern({}), default: field.default };
    case 'steps':
      return { type: 'array', items: pattern(stepFields), default: field.default };
    case 'settings':
      return {
        type: 'object',
        default: field.default,
        'x-of': field.of,
        'x-variants': Object.fromEntries(
          Object.entries(field.variants).map(([id, fields]) => [
            id,
            { type: 'object', properties: propertiesOf(fields) },
          ]),
        ),
      };
    case 'text':
      return {
        type: 'string',
        default: field.default,
        ...(field.values && { 'x-values': field.values }),
        ...(field.unit && { 'x-unit': field.unit }),
      };
  }
}

const propertiesOf = (fields: readonly ParamField[]) =>
  Object.fromEntries(fields.map((field) => [field.name, property(field)]));

/** The parameters of an analysis as JSON Schema; `x-values` and `x-unit` carry the hints that JSON Schema has no word for. */
export function jsonSchema(schema: Schema): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: propertiesOf(paramFields(schema)),
    additionalProperties: false,
  };
}
