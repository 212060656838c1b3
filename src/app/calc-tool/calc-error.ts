/** A request that cannot be answered, and the field that is wrong. */
export class CalcError extends Error {
  override readonly name = 'CalcError';
  readonly field: string | undefined;
  constructor(message: string, field?: string) {
    super(message);
    this.field = field;
  }
}
