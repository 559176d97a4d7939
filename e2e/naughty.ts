/** Strings that have broken programs before: markup, SQL, formulas, templates, directions, combining marks, NUL. */
export const naughty = [
  '<script>globalThis.ran = true</script>',
  '<img src=x onerror="globalThis.ran = true">',
  '"><svg onload=globalThis.ran=true>',
  "'; DROP TABLE naughty; --",
  "=cmd|' /C calc'!A0",
  '{{ globalThis.ran = true }}',
  '${globalThis.ran = true}',
  'javascript:globalThis.ran=true',
  '\u202etest\u202c',
  'مرحبا بالعالم',
  'Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮',
  '👩‍👩‍👧‍👦 🏳️‍🌈',
  'NUL\u0000here',
  '__proto__',
  '田中さんにあげて下さい',
];

/** A text as a quoted field of CSV. */
export const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
