import { en } from './texts-en.ts';
import { zh } from './texts-zh.ts';

/** Every text of the funnel, in both languages. */
export const texts = { en, zh } as const;

export type TextKey = keyof typeof en;
