declare module '*.as.ts?kernel' {
  /** A `KernelBuild` of kernel.ts: WebAssembly modules by build/kernels.ts. */
  const build: Record<'plain' | 'relaxed', Uint8Array<ArrayBuffer>>;
  export default build;
}

declare module '*.as.ts?shared-kernel' {
  /** The same of a kernel whose memory is imported and shared. */
  const build: Record<'plain' | 'relaxed', Uint8Array<ArrayBuffer>>;
  export default build;
}
