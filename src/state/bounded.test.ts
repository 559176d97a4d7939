import { describe, expect, it } from 'vitest';
import { bounded } from './bounded.ts';

describe('bounded', () => {
  it('bounds what makes rows', () => {
    expect(bounded('SELECT 1;', 5)).toBe('SELECT * FROM (\nSELECT 1\n) LIMIT 5');
    expect(bounded('-- why\nwith a as (select 1) select * from a -- end', 5)).toContain(') LIMIT 5');
    expect(bounded('/* x */ FROM t', 5)).not.toBeNull();
  });

  it('leaves everything else as it is', () => {
    expect(bounded('CREATE TABLE t AS SELECT 1', 5)).toBeNull();
    expect(bounded('DESCRIBE t', 5)).toBeNull();
  });
});
