import type { ProjectStatus } from '../contract/engine.ts';

/** What can be said under the header, the most serious first. */
export const bannerKinds = [
  'outdated',
  'damaged',
  'failed',
  'off',
  'gone',
  'read-only',
  'full',
  'import',
  'training',
  'template',
  'unpersisted',
] as const;
export type BannerKind = (typeof bannerKinds)[number];

/** The share of the browser's room from which on the user is warned. */
export const fullFrom = 0.8;

/** All that the choice of a banner rests on. */
export interface Standing {
  status: ProjectStatus;
  /** The browser's room for this page; null where it does not tell. */
  room: { used: number; quota: number } | null;
  /** Another tab has put a newer version of the app in charge. */
  replaced: boolean;
  /** How many projects there were when the page was last here, where there are none now. */
  gone: number;
  /** The browser's answer to the request not to evict; null before it was asked. */
  persisted: boolean | null;
  /** The open project was saved to a file, or the user knows that the browser may evict it. */
  told: boolean;
  /** What the user has put away. */
  dismissed: (kind: BannerKind) => boolean;
}

const holds: Record<BannerKind, (standing: Standing) => boolean> = {
  outdated: ({ status, replaced }) => replaced || status.access === 'outdated',
  damaged: ({ status }) => status.access === 'damaged',
  failed: ({ status }) => status.saving === 'failed',
  off: ({ status }) => status.saving === 'off',
  gone: ({ gone }) => gone > 0,
  'read-only': ({ status }) => status.access === 'read',
  full: ({ room }) => room !== null && room.quota > 0 && room.used / room.quota >= fullFrom,
  import: ({ status }) => status.access === 'write' && status.interrupted !== null,
  training: ({ status }) => status.access === 'write' && status.trainings.length > 0,
  template: ({ status }) => status.awaits.length > 0,
  unpersisted: ({ status, persisted, told }) => persisted === false && status.saving === 'saved' && !told,
};

/** The one thing to be said now; null where all is well. */
export function bannerOf(standing: Standing): BannerKind | null {
  return bannerKinds.find((kind) => holds[kind](standing) && !standing.dismissed(kind)) ?? null;
}
