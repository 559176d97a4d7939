/** What Unicode calls white space, with the zero-width space and the byte order mark, which show nothing either. */
const CODES = [9, 10, 11, 12, 13, 32, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff];
const FROM_EN_QUAD = 0x2000;
const TO_ZERO_WIDTH = 0x200b;

const between = Array.from({ length: TO_ZERO_WIDTH - FROM_EN_QUAD + 1 }, (_, n) => FROM_EN_QUAD + n);

/** Every blank, as a set of characters. */
export const BLANKS = String.fromCodePoint(...CODES, ...between);

/** A run of blanks, as a regular expression of RE2. */
export const BLANK_RUN = `[${[...CODES, ...between].map((code) => `\\x{${code.toString(16)}}`).join('')}]+`;
