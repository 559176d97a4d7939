/** One file of the build, by its path below the page's folder. */
export interface PrecacheFile {
  path: string;
  /** Bytes. */
  size: number;
  /** Hexadecimal. */
  sha256: string;
}

/** The whole build, as the service worker keeps it. */
export interface PrecacheManifest {
  version: string;
  files: PrecacheFile[];
}
