import type { Dialect } from '../../contract/dialect.ts';

/** What Unicode calls white space, with the zero-width space and the byte order mark, which show nothing either. */
const CODES = [9, 10, 11, 12, 13, 32, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff];
const FROM_EN_QUAD = 0x2000;
const TO_ZERO_WIDTH = 0x200b;

const between = Array.from({ length: TO_ZERO_WIDTH - FROM_EN_QUAD + 1 }, (_, n) => FROM_EN_QUAD + n);

/** Every blank, as a set of characters. */
const BLANKS = String.fromCodePoint(...CODES, ...between);

/** A run of blanks, as a regular expression of RE2. */
export const BLANK_RUN = `[${[...CODES, ...between].map((code) => `\\x{${code.toString(16)}}`).join('')}]+`;

/** A text without the blanks at its ends. DuckDB builds the set anew for each row, so plain texts are let past before. */
export const trimmedSql = (text: string, sql: Dialect): string =>
  `CASE WHEN strlen(${text}) = length(${text}) AND left(${text}, 1) > ' ' AND right(${text}, 1) > ' ' THEN ${text} ELSE trim(${text}, ${sql.literal(BLANKS)}) END`;
