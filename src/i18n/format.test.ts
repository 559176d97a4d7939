import { describe, expect, it } from 'vitest';
import { formatCell, formatNumber, formatPercent, formatSigned } from './format.ts';

describe('formatCell', () => {
  it('shows whole numbers whole, and others with six significant digits', () => {
    expect(formatCell(1234567, 'en')).toBe('1,234,567');
    expect(formatCell(0.350649350649, 'en')).toBe('0.350649');
    expect(formatCell(1234.56789, 'en')).toBe('1,234.57');
    expect(formatCell(12345678.9, 'zh')).toBe('12,345,679');
    expect(formatCell(0, 'en')).toBe('0');
  });

  it('shows a p too small for six digits by power of ten', () => {
    expect(formatCell(1.23456789e-12, 'en')).toBe('1.23457E\u221212');
    expect(formatCell(0.0000123456789, 'en')).toBe('0.0000123457');
  });
});

it('a minus is a minus, and a difference has its sign', () => {
  expect(formatNumber(-4.5678, 'en')).toBe('\u22124.57');
  expect(formatCell(-0.25, 'zh')).toBe('\u22120.25');
  expect([-1.5, 0, 2].map((value) => formatSigned(value, 'en'))).toEqual(['\u22121.5', '0.0', '+2.0']);
});

it('a percent sign stays with its figure', () => {
  expect(formatPercent(0.351, 'en')).toBe('35.1\u202f%');
  expect(formatPercent(0.351, 'zh')).toBe('35.1%');
});
