declare module '*.as.ts?kernel' {
  /** A WebAssembly module: build/kernels.ts. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

declare module '*.as.ts?shared-kernel' {
  /** The same of a kernel whose memory is imported and shared. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
