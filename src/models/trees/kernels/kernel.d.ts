declare module '*.as.ts?kernel' {
  /** A WebAssembly module: build/kernels.ts. */
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
