import { aliens } from './encoding-alphabets.ts';

/** What makes a reading unlikely, and how much one of it weighs. */
const ODD: readonly [pattern: RegExp, weight: number][] = [
  // Controls that no program writes: bytes that mean something in another encoding.
  [/[\u0080-\u009f]/g, 10],
  // Private use, unassigned, or a replacement.
  [/[\p{Co}\p{Cn}\ufffd]/gu, 5],
  // Box drawing and blocks, which old tables have where others have letters.
  [/[\u2500-\u259f]/g, 1],
  // A sign that clings to a letter, where another table has a letter too.
  [/(?<=\p{L})[^\P{S}\0-\x7f™®©°´˝˚]|(?<=\p{L})[¡¿¶§†‡‰¬¼½¾](?=\p{L})|(?:[^\P{S}\0-\x7f©®°]|[¶†‡‰])(?=\p{L})/gu, 1],
  // Quotes, dots and marks of order between two letters; an apostrophe may stand there.
  [/(?<=\p{L})[ªº…•·‹›«»„“”‚]+(?=\p{L})/gu, 1],
  [/(?<=\p{Ll})[–—](?=\p{Ll})/gu, 1],
  // A capital behind a small letter, unless both are ASCII (McDonald, iPhone).
  [/(?<=\p{Ll})[^\P{Lu}A-Z]|(?<=[^\P{Ll}a-z])[A-Z]/gu, 1],
  // A lone ideograph behind a letter: one with an accent and the one behind it, read as a pair.
  [/(?<=[A-Za-z])\p{Script=Han}(?=[a-z])|(?<=[a-z])\p{Script=Han}(?![\p{Script=Han}a-z])/gu, 2],
  // Letters of two alphabets side by side.
  [
    /(?<=\p{Script=Latin})[\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}]|(?<=\p{Script=Cyrillic})[\p{Script=Greek}\p{Script=Latin}]|(?<=\p{Script=Greek})[\p{Script=Cyrillic}\p{Script=Latin}]/gu,
    1,
  ],
];

/** How many characters of a text are where no writer would put them, against all beyond ASCII: 0 for good text. */
export function oddity(text: string): number {
  const beyondAscii = count(text, /[^\0-\x7f]/g);
  if (beyondAscii === 0) return 0;
  const odd = ODD.reduce((sum, [pattern, weight]) => sum + weight * count(text, pattern), 0);
  return (odd + aliens(text)) / beyondAscii;
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
