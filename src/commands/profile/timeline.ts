import { type Cause, stakeKey, type StakeRow } from '#actors/followers/timeline-battles.ts';
import { TIMELINE, type TimelineEntry, timelineKey, timelinePrefix } from '#actors/followers/timeline.ts';
import { npcById } from '#game/battle/npcs.ts';
import { peopleOf } from '#game/battle/parties.ts';
import { itemById } from '#game/economy/items.ts';
import { gains } from '#game/pet/needs.ts';
import { routeById } from '#game/pet/routes.ts';
import { speciesById } from '#game/pet/species.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { type Sealed, unsealed } from '#game/shared/sealed.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { playerName } from '../battle/arena.ts';
import { learnNames, nameOrNobody } from '../names.ts';
import { gainsText } from '../pet/pet-panel.ts';
import { mintNonce } from '../nonce.ts';
import type { Button, Panel } from '../panel.ts';

const PAGE = 12;
const DAYS_DEFAULT = 30;
const DAY_MS = 86_400_000;

const named = (name: Sealed, species: string): string => {
  const kind = speciesById(species)?.name ?? 'pet';
  return `**${unsealed(name, kind)}** the ${kind}`;
};

const thingsText = (
  entry: Extract<TimelineEntry, { kind: 'paid' | 'received' | 'gave' | 'got' }>,
): string => {
  const things = entry.things.map(({ item, pieces }) =>
    item.startsWith('pet:') ? 'a pet' : `${pieces} × ${itemById(item)?.name ?? item}`,
  );
  return [...(entry.coins > 0 ? [formatCoins(entry.coins)] : []), ...things].join(', ');
};

type BattleEnd = Extract<TimelineEntry, { kind: 'battle' }>;

/** What a line says that is not in its entry. */
interface Known {
  readonly nameOf: (userId: string) => string;
  readonly against: (entry: BattleEnd) => string;
  /** Coins of each side. */
  readonly stakeOf: (entry: BattleEnd) => number;
}

/** Where to see the battle that something came of. */
const replayHint = (cause: Cause | undefined): string =>
  cause === undefined ? '' : ` (\`/battle replay id:${cause.id}\`)`;

/** The same of one that may not be over. */
const statusHint = (cause: Cause | undefined): string =>
  cause === undefined ? '' : ` (\`/battle status battle:${cause.id}\`)`;

const battleLine = (entry: BattleEnd, { against, stakeOf }: Known): string => {
  const { result, cause } = entry;
  const other = against(entry);
  // one that was void before its first tick has no replay
  if (result === 'void') return `A battle with ${other} was void${statusHint(cause)}`;
  const coins = stakeOf(entry);
  const stake = coins === 0 ? '' : `, for ${formatCoins(coins)} each`;
  const hint = replayHint(cause);
  switch (result) {
    case 'won':
      return `Won a battle against ${other}${stake}${hint}`;
    case 'lost':
      return `Lost a battle against ${other}${stake}${hint}`;
    case 'drawn':
      return `Drew a battle with ${other}${stake}${hint}`;
  }
};

/** One line of the timeline. */
const lineOf = (entry: TimelineEntry, known: Known): string => {
  const { nameOf } = known;
  switch (entry.kind) {
    case 'joined':
      return 'Joined the guildhall';
    case 'level':
      return `Reached level ${entry.level}${replayHint(entry.cause)}`;
    case 'experience':
      return `Gained ${entry.xp} experience${replayHint(entry.cause)}`;
    case 'battle':
      return battleLine(entry, known);
    case 'fought':
      return `A pet fought for you: ${gainsText(gains({ bond: entry.bond }))}${replayHint(entry.cause)}`;
    case 'staked':
      return `Staked ${formatCoins(entry.coins)}${statusHint(entry.cause)}`;
    case 'stakes':
      return `Got ${formatCoins(entry.coins)} of stakes${replayHint(entry.cause)}`;
    case 'stakes-back':
      return `Got ${formatCoins(entry.coins)} of stakes back${statusHint(entry.cause)}`;
    case 'daily':
      return `Daily: ${formatCoins(entry.coins)}, streak ${entry.streak}`;
    case 'adopted':
      return `Adopted ${named(entry.name, entry.species)}`;
    case 'renamed':
      return `Renamed a pet: ${named(entry.name, entry.species)}`;
    case 'rehomed':
      return 'Said goodbye to a pet';
    case 'returned':
      return 'Took a pet back';
    case 'expedition': {
      const finds = entry.finds === 0 ? '' : ` and ${entry.finds} ${entry.finds === 1 ? 'find' : 'finds'}`;
      return `Expedition to ${routeById(entry.route)?.name ?? entry.route}: ${formatCoins(entry.coins)}${finds}`;
    }
    case 'npc':
      return `Beat ${npcById(entry.npc)?.name ?? entry.npc} for the first time: ${formatCoins(entry.coins)} (${entry.battle})`;
    case 'paid':
      return `Paid ${thingsText(entry)} to ${nameOf(entry.other)}`;
    case 'received':
      return `Got ${thingsText(entry)} from ${nameOf(entry.other)}`;
    case 'gave':
      return `Gave ${thingsText(entry)} to ${nameOf(entry.other)}`;
    case 'got':
      return `Was given ${thingsText(entry)} by ${nameOf(entry.other)}`;
  }
};

const isEntry = (value: unknown): value is TimelineEntry =>
  typeof value === 'object' && value !== null && 'kind' in value && 'atMs' in value;

const isStake = (value: unknown): value is StakeRow =>
  typeof value === 'object' && value !== null && 'stake' in value;

/** Learns what the lines of a page need. @throws Fault */
const knownOf = async (entries: readonly TimelineEntry[], context: CommandContext): Promise<Known> => {
  const battles = entries.filter((entry) => entry.kind === 'battle');
  const people = entries.flatMap((entry) => ('other' in entry ? [entry.other] : []));
  await learnNames([...people, ...peopleOf(battles.map(({ against }) => against))], context);
  const stakes = new Map<string, number>();
  for (const { realm, cause } of battles) {
    if (cause.kind !== 'battle') continue;
    const key = stakeKey(realm, cause.id);
    const [row] = await context.deps.views.rows(TIMELINE, key, { limit: 1 });
    if (row?.key === key && isStake(row.value)) stakes.set(cause.id, row.value.stake);
  }
  return {
    nameOf: (other) => nameOrNobody(other, context),
    against: ({ against }) => playerName(against, context),
    stakeOf: ({ cause }) => stakes.get(cause.id) ?? 0,
  };
};

const pageButton = (context: CommandContext, label: string, page: number, days: number): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: 'profile',
    verb: 'timeline',
    entity: String(days),
    revision: page,
    owner: context.userId,
    nonce: mintNonce(context),
  }),
  label,
  style: 'secondary',
  disabled: false,
});

/** One page of the caller's timeline, newest first. @throws Fault */
const timelinePanel = async (context: CommandContext, days: number, page: number): Promise<Panel> => {
  const { userId } = context;
  const rows = await context.deps.views.rows(TIMELINE, timelinePrefix(userId), {
    limit: (page + 1) * PAGE + 1,
    descending: true,
  });
  const since = timelineKey(userId, context.nowMs - days * DAY_MS);
  const entries = rows
    .filter(({ key }) => key >= since)
    .flatMap(({ value }) => (isEntry(value) ? [value] : []));
  const shown = entries.slice(page * PAGE, (page + 1) * PAGE);
  const known = await knownOf(shown, context);
  const buttons = [
    ...(page > 0 ? [pageButton(context, 'Newer', page - 1, days)] : []),
    ...(entries.length > (page + 1) * PAGE ? [pageButton(context, 'Older', page + 1, days)] : []),
  ];
  return {
    title: `Your last ${days === 1 ? 'day' : `${days} days`}`,
    ...(shown.length === 0
      ? { text: 'Nothing yet. `/eco daily` is a good beginning, `/pet adopt` a better one.' }
      : {
          tables: [
            {
              columns: [{ label: 'When' }, { label: 'What' }],
              rows: shown.map((entry) => [`<t:${Math.floor(entry.atMs / 1_000)}>`, lineOf(entry, known)]),
            },
          ],
        }),
    ...(buttons.length === 0 ? {} : { controls: [buttons] }),
    ephemeral: true,
  };
};

/** `/profile timeline`: battles, level-ups, adoptions, payments and dailies by date. */
export const profileTimeline = defineCommand({
  name: 'profile timeline',
  summary: 'See what happened to you: battles, levels, pets, payments, dailies',
  options: [
    {
      name: 'days',
      type: 'integer',
      description: `How far back, ${DAYS_DEFAULT} unless you say so`,
      min: 1,
      max: 365,
    },
  ],
  ephemeral: true,
  examples: ['/profile timeline', '/profile timeline days:7'],
  run: async (input, context) =>
    timelinePanel(context, typeof input['days'] === 'number' ? input['days'] : DAYS_DEFAULT, 0),
});

/** Older and Newer. */
export const profileTimelinePage = defineComponent({
  feature: 'profile',
  verb: 'timeline',
  run: async ({ entity, revision }, context) => {
    const days = /^\d{1,3}$/.test(entity) ? Math.min(365, Math.max(1, Number(entity))) : DAYS_DEFAULT;
    return timelinePanel(context, days, Math.min(revision, 100));
  },
});
