// Peak memory of a process and its children, beyond what they held before. Linux only: elsewhere it is unknown.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const every = 200;

function childrenOf() {
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      // The second field may hold blanks and brackets; the parent follows the last bracket.
      const [, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // It ended meanwhile.
    }
  }
  return children;
}

/** Bytes of a process tree; shared pages count once among those who share them (PSS). */
function bytesOf(root) {
  const children = childrenOf();
  let sum = 0;
  for (const open = [String(root)]; open.length > 0;) {
    const pid = open.pop();
    open.push(...(children.get(pid) ?? []));
    try {
      sum += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
}

/** Watches a process tree; `stop` gives the megabytes that it held at most beyond the start, or undefined where nobody can tell. */
export function watchMemory(pid) {
  if (!existsSync('/proc/self/smaps_rollup')) return { stop: () => undefined };
  const before = bytesOf(pid);
  let most = before;
  const look = () => (most = Math.max(most, bytesOf(pid)));
  const timer = setInterval(look, every);
  return {
    stop() {
      clearInterval(timer);
      look();
      return (most - before) / 2 ** 20;
    },
  };
}
