/**
 * True for what both JavaScript and RE2 are known to take as a regular expression that never matches nothing: RE2 has no
 * look-around and no references back.
 */
export function isRegularExpression(pattern: string): boolean {
  if (/\(\?<?[=!]|\\[1-9]|\\k/.test(pattern)) return false;
  try {
    return !new RegExp(`^(?:${pattern})$`, 'u').test('');
  } catch {
    return false;
  }
}
