import type { KernelForms } from '../../models/parallel/threads.ts';
import own from './kernels/gram.as.ts?kernel';
import shared from './kernels/gram.as.ts?shared-kernel';

/** The kernel of Gram matrices, for one thread and for several. */
export const gramKernel: KernelForms = { own, shared };

/** [from, to) cut into so many parts of about the same length, none of them empty. */
export function spans(from: number, to: number, parts: number): [number, number][] {
  const count = Math.max(1, Math.min(parts, to - from));
  const border = (n: number) => from + Math.floor((n * (to - from)) / count);
  return Array.from({ length: count }, (_, n) => [border(n), border(n + 1)]);
}
