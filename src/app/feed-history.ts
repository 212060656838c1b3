import { TIMELINE, type TimelineEntry, timelinePrefix } from '#actors/followers/timeline.ts';
import { unsealed } from '#game/shared/sealed.ts';
import type { Followers } from '#ports/followers.ts';
import type { FeedItem } from '#surfaces/web/feed.ts';
import { type FactTexts, isMilestone } from './fact-texts.ts';

/** Facts that a page sees at first sight. */
const SHOWN_MAX = 20;
/** Rows of a person that are looked through for them: most tell the feed nothing, and a battle leaves several. */
const ROWS_MAX = 100;

type FactItem = Extract<FeedItem, { type: 'fact' }>;

const isEntry = (value: unknown): value is TimelineEntry =>
  typeof value === 'object' && value !== null && 'kind' in value && 'atMs' in value;

/** What the feed would have said, and what it was about, so that both sides of a payment are told once. */
const told = (
  userId: string,
  entry: TimelineEntry,
  texts: FactTexts,
): { readonly about: string; readonly topic: string; readonly text: string } | undefined => {
  const transfer = (text: string, receiptId: string) => ({
    about: receiptId,
    topic: 'ledger.TransferPosted',
    text,
  });
  switch (entry.kind) {
    case 'paid':
      return transfer(texts.paid(userId, entry.other), entry.receiptId);
    case 'received':
      return transfer(texts.paid(entry.other, userId), entry.receiptId);
    case 'gave':
      return transfer(texts.gave(userId, entry.other), entry.receiptId);
    case 'got':
      return transfer(texts.gave(entry.other, userId), entry.receiptId);
    case 'adopted':
      return {
        about: entry.petId,
        topic: 'pet.PetHatched',
        text: texts.welcomed(userId, unsealed(entry.name), entry.species),
      };
    case 'expedition':
      return {
        about: `${entry.petId}/${entry.atMs}`,
        topic: 'pet.ExpeditionReturned',
        text: texts.cameBack(userId, entry.route),
      };
    case 'level':
      return isMilestone(entry.level)
        ? {
            about: `${userId}/${entry.level}`,
            topic: 'user.LevelReached',
            text: texts.reached(userId, entry.level),
          }
        : undefined;
    case 'joined':
    case 'daily':
    case 'npc':
    case 'renamed':
    case 'rehomed':
    case 'returned':
    // battles have their own list on the page, and private ones are nobody else's
    case 'battle':
    case 'experience':
    case 'fought':
    case 'staked':
    case 'stakes':
    case 'stakes-back':
      return undefined;
  }
};

/**
 * What happened to these people before `beforeMs`, oldest first, at most 20 facts: out of the durable timeline, because
 * the bus repeats nothing after a restart. @throws Fault
 */
export const recallFacts = async (
  views: Pick<Followers, 'rows'>,
  userIds: readonly string[],
  texts: FactTexts,
  beforeMs: number,
): Promise<readonly FactItem[]> => {
  const facts = new Map<string, FactItem>();
  for (const userId of userIds) {
    const rows = await views.rows(TIMELINE, timelinePrefix(userId), { limit: ROWS_MAX, descending: true });
    for (const { value } of rows) {
      if (!isEntry(value) || value.atMs >= beforeMs) continue;
      if ('other' in value) await texts.learn(value.other);
      const fact = told(userId, value, texts);
      if (fact === undefined) continue;
      const { about, topic, text } = fact;
      facts.set(`${topic}/${about}`, { type: 'fact', topic, text, atMs: value.atMs });
    }
  }
  return [...facts.values()].toSorted((a, b) => a.atMs - b.atMs).slice(-SHOWN_MAX);
};
