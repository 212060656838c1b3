type Row = Readonly<Record<string, unknown>>;

/** A column's whole number; 0 when the row or the number is not there. */
export const numberAt = (row: Row | undefined, column: string): number => {
  const value = row?.[column];
  return typeof value === 'number' ? value : 0;
};

/** A column's text; empty when the row or the text is not there. */
export const textAt = (row: Row | undefined, column: string): string => {
  const value = row?.[column];
  return typeof value === 'string' ? value : '';
};
