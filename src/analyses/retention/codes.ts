/** The roles, as bits. */
export const START = 1;
export const BACK = 2;
