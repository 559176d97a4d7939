/** Error sentences by code; both languages must know the same codes. */
export interface ErrorTexts {
  en: Record<string, string>;
  zh: Record<string, string>;
}
