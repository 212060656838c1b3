import { createHash } from 'node:crypto';

/** A Lua script and the name under which servers keep it. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

/** Names a script. */
export const scriptOf = (text: string): Script => ({
  text,
  sha: createHash('sha1').update(text).digest('hex'),
});
