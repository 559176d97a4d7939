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

/** The workers by what they do, as a reader would say it. */
const workers: Record<Language, Record<string, string>> = {
  en: {},
  zh: { database: '数据库', compute: '计算', files: '文件', storage: '存储' },
};

function worded(values: Record<string, string | number>, language: Language): Record<string, string | number> {
  const name = workers[language][String(values['worker'])];
  return name === undefined ? values : { ...values, worker: name };
}

/** The sentence for a code with its values; a code that nobody worded is named as it is. */
export function describe(code: string, values: Record<string, string | number>, language: Language): string {
  const template = sentences[language][code];
  return template === undefined
    ? fill(sentences[language]['app.unexpected']!, { code, message: '', ...values }, language)
    : fill(template, worded(values, language), language);
}
