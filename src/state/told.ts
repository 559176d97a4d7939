/** Small things that outlast the page beside the projects: how many there were, and for which the user knows the risk. */
const countKey = 'behold.projects';
const toldKey = 'behold.told';

/** How many projects there were when they were last counted. */
export const rememberedCount = (): number => Number(localStorage.getItem(countKey) ?? 0) || 0;

export function rememberCount(projects: number): void {
  if (projects > 0) localStorage.setItem(countKey, String(projects));
  else localStorage.removeItem(countKey);
}

/** The ids of projects that were saved to a file, or whose user was told that the browser may evict them. */
export function toldProjects(): string[] {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(toldKey) ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberTold(ids: readonly string[]): void {
  if (ids.length > 0) localStorage.setItem(toldKey, JSON.stringify(ids));
  else localStorage.removeItem(toldKey);
}
