import type { Manifest } from '#ports/snapshots.ts';

/** One that cannot be read names a page that is not there: whoever loads it goes on as with any other broken snapshot. */
export const parseManifest = (stream: string, seq: number, json: string): Manifest => {
  try {
    // written by this adapter
    return JSON.parse(json) as Manifest;
  } catch {
    const head = { epoch: 0, writer: '', ring: '' };
    return { stream, seq, schema: 0, at: 0, head, pages: [{ name: 'unreadable', key: '', hash: '' }] };
  }
};
