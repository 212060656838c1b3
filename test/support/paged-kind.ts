import { z } from 'zod';
import { defineEntity, type Paging } from '#actors/kit/define-entity.ts';
import { accept, type Decider } from '#game/shared/decider.ts';

export interface ShelfCommand {
  readonly type: 'Put';
  readonly page: string;
  readonly text: string;
}

export interface ShelfEvent {
  readonly type: 'Laid';
  readonly page: string;
  readonly text: string;
}

interface Page {
  readonly version: number;
  readonly texts: readonly string[];
}

/** Immutable pages; a page's version counts its writes since it was loaded. */
export interface ShelfState {
  readonly pages: ReadonlyMap<string, Page>;
}

/** What breaks on demand, and what is counted. */
export interface ShelfTrouble {
  freeze: boolean;
  encode: boolean;
  encoded: string[];
}

export const createTrouble = (): ShelfTrouble => ({ freeze: false, encode: false, encoded: [] });

const decider: Decider<ShelfState, ShelfCommand, ShelfEvent, number> = {
  initial: () => ({ pages: new Map() }),
  decide: (state, { page, text }) =>
    accept([{ type: 'Laid', page, text }], (state.pages.get(page)?.texts.length ?? 0) + 1),
  evolve(state, { page, text }) {
    const old = state.pages.get(page) ?? { version: 0, texts: [] };
    const changed = { version: old.version + 1, texts: [...old.texts, text].slice(-20) };
    return { pages: new Map(state.pages).set(page, changed) };
  },
};

const pagingWith = (trouble: ShelfTrouble): Paging<ShelfState> => ({
  freeze(state) {
    if (trouble.freeze) throw new Error('cannot freeze');
    return [...state.pages].map(([name, { version, texts }]) => ({
      name,
      version,
      encode() {
        if (trouble.encode) throw new Error('cannot encode');
        trouble.encoded.push(name);
        return texts;
      },
    }));
  },
  thaw: () => {
    const pages = new Map<string, { version: number; texts: readonly string[] }>();
    return {
      page: (name, texts) => {
        pages.set(name, { version: 0, texts: texts as readonly string[] });
      },
      end: () => ({ pages }),
    };
  },
});

/** A kind whose state goes into snapshots page by page. */
export const shelfKind = (trouble = createTrouble()) =>
  defineEntity({
    kind: 'shelf',
    decider,
    // each page's value
    state: z.array(z.string()) as unknown as z.ZodType<ShelfState>,
    stateVersion: 1,
    events: { Laid: z.strictObject({ page: z.string(), text: z.string() }) },
    reads: {
      texts: (state: ShelfState) =>
        Object.fromEntries([...state.pages].map(([name, { texts }]) => [name, texts])),
    },
    paging: pagingWith(trouble),
    snapshotEvery: 5,
    snapshotBytes: Number.POSITIVE_INFINITY,
    inboxMax: 512,
  });
