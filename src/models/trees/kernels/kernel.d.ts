declare module '*.as.ts?kernel' {
  /** A WebAssembly module: build/kernels.ts. */
  const build: import('../../kernel.ts').KernelBuild;
  export default build;
}

declare module '*.as.ts?shared-kernel' {
  /** The same of a kernel whose memory is imported and shared. */
  const build: import('../../kernel.ts').KernelBuild;
  export default build;
}
