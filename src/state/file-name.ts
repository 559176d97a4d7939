/** A name that every file system takes: without signs that separate folders or are reserved, and not too long. */
export function safeFileName(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, ' ').replace(/\s+/g, ' ');
  return [...plain.trim().replace(/^\.+|\.+$/g, '')].slice(0, 80).join('').trim() || 'project';
}

/** The names in order, each one told apart from those before it: `a`, `a (2)`. Case does not tell names apart. */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${name} (${n})`;
    taken.add(free.toLowerCase());
    return free;
  });
}
