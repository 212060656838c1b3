/**
 * 32 bits of a command id, signed. Only a way to find it: the real id is compared in the commit.
 * FNV-1a over UTF-16 code units, mixed by the finalizer of MurmurHash3 (Austin Appleby, public domain).
 */
export const commandHash = (id: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
