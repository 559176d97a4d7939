/** Bytes as a gzipped blob, made by the browser off the main thread. */
export function gzip(bytes: Uint8Array): Promise<Blob> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(packed).blob();
}

/** The bytes of a gzipped blob. Throws where it is damaged, or holds more than `most` bytes. */
export async function gunzip(packed: Blob, most = Infinity): Promise<Uint8Array> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    if (bytes > most) throw new RangeError(`more than ${most} bytes`);
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
