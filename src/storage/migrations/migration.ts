/** A document of any form, before its shape was checked. */
export type Plain = Record<string, unknown>;

/** What a form that had none is given. */
export interface Given {
  id: string;
  /** ISO. */
  now: string;
}

/** One form of the document to the next one. Pure; may throw where the older one is malformed. */
export type Migration = (older: Plain, given: Given) => Plain;
