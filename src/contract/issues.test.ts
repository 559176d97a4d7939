import * as v from 'valibot';
import { expect, it } from 'vitest';
import { recommenderSpecs } from '../recommenders/specs.ts';
import { settingFault, titleOf } from './issues.ts';

const als = recommenderSpecs.get('als')!;

it('a recommender is named in both languages, beside its id', () => {
  const { en, zh } = als.texts;
  expect(titleOf('algorithm', als)).toEqual({ algorithm: 'als', 'algorithm.en': en.title, 'algorithm.zh': zh.title });
});

it('a refused setting is named by its label, and its fault told in both languages', () => {
  const { issues } = v.safeParse(v.object({ factors: v.pipe(v.number(), v.minValue(1)) }), { factors: 0 });
  const texts = { en: { 'param.factors': 'Factors' }, zh: { 'param.factors': '因子数' } };
  expect(settingFault(issues![0], { texts })).toMatchObject({
    ...{ parameter: 'factors', 'parameter.en': 'Factors', 'parameter.zh': '因子数', value: '0' },
    'issue.zh': '不能小于 1，现为 0',
  });
  expect(settingFault(issues![0], { texts: { en: {}, zh: {} } })).toMatchObject({ 'parameter.zh': 'factors' });
});
