import * as v from 'valibot';
import { itemContent } from '../content/item-content.ts';
import contentSpec from '../content/spec.ts';
import type { Catalogue } from '../data.ts';
import type { Overlap } from './reasons.ts';

const made = new WeakMap<Catalogue, Overlap>();

const hasContent = ({ title, category, text }: Catalogue): boolean => Boolean(title ?? category ?? text);

/** What two items share in words and category; made once for a catalogue, undefined where nothing is known of its items. */
export async function contentOverlap(
  catalogue: Catalogue,
  step: (share: number) => Promise<void>,
): Promise<Overlap | undefined> {
  if (!hasContent(catalogue)) return undefined;
  const known = made.get(catalogue);
  if (known) return known;
  const content = await itemContent(catalogue, v.parse(contentSpec.params, {}), step);
  // That two things cost alike is no reason that one gives.
  const overlap: Overlap = (a, b) => content.overlap(a, b).filter(({ field }) => field !== 'price');
  made.set(catalogue, overlap);
  return overlap;
}
