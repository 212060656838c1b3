/** A state that comes back from its snapshot, page by page. */
export interface Thawing<S> {
  /** One page; its value is not needed any more afterwards. @throws RangeError for one that does not belong here */
  page(name: string, value: unknown): void;
  /** The state, once all pages were given. @throws RangeError when they do not make a whole state */
  end(): S;
}
