/** The registry of running systems inside nact 7.6.2, read to walk the real tree. */
declare module 'nact/lib/system-map.js' {
  const systemMap: {
    find(
      systemName: string,
      reference: unknown,
    ): { readonly children: ReadonlyMap<string, unknown> } | undefined;
  };
  export default systemMap;
}
