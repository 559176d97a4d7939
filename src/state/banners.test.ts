import { describe, expect, it } from 'vitest';
import type { ProjectStatus } from '../contract/engine.ts';
import { bannerKinds, bannerOf } from './banners.ts';
import type { BannerKind, Standing } from './banners.ts';

const status: ProjectStatus = {
  id: 'p1',
  name: 'Shop',
  access: 'write',
  saving: 'saved',
  opening: null,
  error: null,
  savedAt: 1,
  damage: [],
  fromPrevious: false,
  interrupted: null,
  trainings: [],
  awaits: [],
};

const calm: Standing = {
  status,
  room: { used: 10, quota: 100 },
  replaced: false,
  gone: 0,
  persisted: true,
  told: false,
  dismissed: () => false,
};

const interrupted = { files: [{ name: 'log.csv', bytes: 9 }], options: {}, at: '2026-01-01T00:00:00Z' };
const training = { key: 'k', analysis: 'propensity', params: {}, seed: 0, done: 3, at: '2026-01-01T00:00:00Z' };
const awaited = { name: 'events', columns: [{ name: 'user', type: 'VARCHAR' }], steps: [] };

/** What brings each banner up by itself. */
const causes: Record<BannerKind, { status?: Partial<ProjectStatus> } & Partial<Omit<Standing, 'status'>>> = {
  outdated: { status: { access: 'outdated' } },
  damaged: { status: { access: 'damaged' } },
  failed: { status: { saving: 'failed' } },
  off: { status: { saving: 'off' } },
  gone: { gone: 2 },
  'read-only': { status: { access: 'read' } },
  full: { room: { used: 80, quota: 100 } },
  import: { status: { interrupted } },
  training: { status: { trainings: [training] } },
  template: { status: { awaits: [awaited] } },
  unpersisted: { persisted: false },
};

const standing = (...kinds: BannerKind[]): Standing => {
  const parts = kinds.map((kind) => causes[kind]);
  const merged = Object.assign({}, ...parts) as Partial<Standing>;
  return { ...calm, ...merged, status: Object.assign({}, status, ...parts.map((part) => part.status)) };
};

describe('the banner under the header', () => {
  it('says nothing where all is well', () => {
    expect(bannerOf(calm)).toBeNull();
  });

  it.each(bannerKinds)('%s comes by its own cause', (kind) => {
    expect(bannerOf(standing(kind))).toBe(kind);
  });

  it('puts a loss that is near before one that may come, and both before work that was left', () => {
    expect(bannerOf(standing('training', 'import', 'full', 'failed'))).toBe('failed');
    expect(bannerOf(standing('training', 'import', 'full'))).toBe('full');
    expect(bannerOf(standing('unpersisted', 'template', 'training', 'import'))).toBe('import');
    expect(bannerOf(standing('failed', 'damaged'))).toBe('damaged');
    expect(bannerOf(standing('off', 'gone'))).toBe('off');
  });

  it('shows the next one when one is put away, for that kind alone', () => {
    const dismissed = (kind: BannerKind) => kind === 'full';
    expect(bannerOf({ ...standing('full', 'training'), dismissed })).toBe('training');
  });

  it('warns at 80 % of the room and not a byte before, and never without a quota', () => {
    expect(bannerOf({ ...calm, room: { used: 799, quota: 1000 } })).toBeNull();
    expect(bannerOf({ ...calm, room: { used: 800, quota: 1000 } })).toBe('full');
    expect(bannerOf({ ...calm, room: { used: 0, quota: 0 } })).toBeNull();
    expect(bannerOf({ ...calm, room: null })).toBeNull();
  });

  it('is an older version also where only the service worker has changed', () => {
    expect(bannerOf({ ...calm, replaced: true })).toBe('outdated');
  });

  it('offers to go on only where this tab may write', () => {
    const reading = standing('import', 'training');
    expect(bannerOf({ ...reading, status: { ...reading.status, access: 'read' } })).toBe('read-only');
    const dismissed = (kind: BannerKind) => kind === 'read-only';
    expect(bannerOf({ ...reading, status: { ...reading.status, access: 'read' }, dismissed })).toBeNull();
  });

  it('speaks of eviction only once something is saved, and never twice', () => {
    const refused = standing('unpersisted');
    expect(bannerOf({ ...refused, told: true })).toBeNull();
    expect(bannerOf({ ...refused, persisted: null })).toBeNull();
    expect(bannerOf({ ...refused, status: { ...status, saving: 'empty' } })).toBeNull();
  });
});
