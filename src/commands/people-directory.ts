import type { Directory } from './deps.ts';

/** People kept in memory; the one not seen for longest goes first. */
const REMEMBERED_MAX = 100_000;
const SUGGESTIONS_MAX = 25;

/** Names of people who were seen since the start, for `user` options and mentions. Bounded, in memory only. */
export class PeopleDirectory implements Directory {
  readonly #names = new Map<string, string>();
  readonly #byName = new Map<string, Set<string>>();
  /** Erased since the start: a name that was being looked up meanwhile must not come back. */
  readonly #erased = new Set<string>();

  /** Keeps the name of a person; a newer name replaces the older one. Nothing is kept of who was erased. */
  remember(userId: string, name: string): void {
    if (this.#erased.has(userId)) return;
    this.forget(userId);
    if (this.#names.size >= REMEMBERED_MAX) {
      const oldest = this.#names.keys().next();
      if (oldest.done !== true) this.forget(oldest.value);
    }
    this.#names.set(userId, name);
    const key = name.toLowerCase();
    const holders = this.#byName.get(key) ?? new Set();
    this.#byName.set(key, holders.add(userId));
  }

  forget(userId: string): void {
    const name = this.#names.get(userId)?.toLowerCase();
    if (name === undefined) return;
    this.#names.delete(userId);
    const holders = this.#byName.get(name);
    holders?.delete(userId);
    if (holders?.size === 0) this.#byName.delete(name);
  }

  /** Forgets a person for good. */
  erase(userId: string): void {
    this.#erased.add(userId);
    this.forget(userId);
  }

  nameOf(userId: string): string | undefined {
    return this.#names.get(userId);
  }

  /** Everybody who bears exactly this name, whatever its case. */
  called(name: string): readonly string[] {
    return [...(this.#byName.get(name.toLowerCase()) ?? [])];
  }

  suggest(prefix: string): readonly { readonly userId: string; readonly name: string }[] {
    const wanted = prefix.replace(/^@/, '').toLowerCase();
    const found: { userId: string; name: string }[] = [];
    for (const [userId, name] of this.#names) {
      if (!name.toLowerCase().startsWith(wanted)) continue;
      found.push({ userId, name });
      if (found.length === SUGGESTIONS_MAX) break;
    }
    return found;
  }
}
