import { describe, expect, it } from 'vitest';
import type { AppError } from '../../core/errors.ts';
import { hasSemicolon, statementKind } from './statement.ts';

const kindOf = (sql: string): string => {
  try {
    return statementKind(sql);
  } catch (error) {
    return (error as AppError).code;
  }
};

describe('statementKind', () => {
  it.each([
    ['SELECT 1', 'read'],
    ['  -- a; b\n /* ; */ select 1 ; -- c', 'read'],
    [`SELECT ';', "a;b", $$;$$, $x$ $$; $x$, 'it''s;'`, 'read'],
    ['FROM t SELECT a', 'read'],
    ['(SELECT 1) UNION ALL (SELECT 2)', 'read'],
    ['WITH a AS (DELETE FROM x RETURNING *) SELECT * FROM a', 'read'],
    ['WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a', 'change'],
    ['EXPLAIN INSERT INTO t VALUES (1)', 'read'],
    ['EXPLAIN ANALYZE INSERT INTO t VALUES (1)', 'change'],
    ['create or replace table t as select 1', 'change'],
    ['', 'read'],
    ['SELECT 1; SELECT 2', 'sql.several'],
    [`SELECT 'a'';' ; DROP TABLE t`, 'sql.several'],
    ['SET threads = 4', 'sql.not-offered'],
    ['BEGIN TRANSACTION', 'sql.not-offered'],
    [`ATTACH 'x.db'`, 'sql.not-offered'],
    ['USE canonical', 'sql.not-offered'],
    [`COPY t TO 'x.csv'`, 'sql.not-offered'],
    ['CHECKPOINT', 'sql.not-offered'],
  ])('%s: %s', (sql, kind) => {
    expect(kindOf(sql)).toBe(kind);
  });
});

describe('hasSemicolon', () => {
  it.each([
    [`a || ';'`, false],
    ['a /* ; */ + 1 -- ;', false],
    ['1); DROP TABLE t; --', true],
  ])('%s: %s', (sql, found) => {
    expect(hasSemicolon(sql)).toBe(found);
  });
});
