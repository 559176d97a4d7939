import type { Language } from '../format.ts';
import { fill } from '../translate.ts';
import type { ErrorTexts } from './types.ts';

const files = import.meta.glob<Record<string, ErrorTexts>>(['./*.ts', '!./index.ts', '!./types.ts', '!./*.test.ts'], {
  eager: true,
});
const areas = Object.values(files).flatMap((file) => Object.values(file));

const sentences: ErrorTexts = {
  en: Object.assign({}, ...areas.map((area) => area.en)),
  zh: Object.assign({}, ...areas.map((area) => area.zh)),
};

/** Every code that has a sentence, for tests. */
export const errorCodes = (language: Language): string[] => Object.keys(sentences[language]).sort();

/** The sentence for a code with its values; a code that nobody worded is named as it is. */
export function describe(code: string, values: Record<string, string | number>, language: Language): string {
  const template = sentences[language][code];
  return template === undefined
    ? fill(sentences[language]['app.unexpected']!, { code, message: '', ...values }, language)
    : fill(template, values, language);
}
