/** A probability behind its p, with the sign: `= 0.014`, and `< 0.0001` however small. */
export const pText = (p: number): string => (p < 0.0001 ? '< 0.0001' : `= ${Number(p.toPrecision(2))}`);
