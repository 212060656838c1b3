import { battle } from '#actors/battle/battle.ts';
import type { LiveInfo } from '#actors/battle/battle-clock.ts';
import { readEndRows } from '#actors/followers/battles.ts';
import { readRatings } from '#actors/followers/ratings.ts';
import type { LiveMatch } from '#actors/match/referee.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { playerName } from '#commands/battle/arena.ts';
import { learnNames } from '#commands/names.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import { replaySchema } from '#game/battle/replay.ts';
import type { WebApp, WebParts } from './app.ts';
import { LiveBoard } from './live-board.ts';
import { refuseWith } from './failures.ts';
import { GONE, pageCall, refuseFull, sendReplay, watcherIn } from './watching.ts';
import { failureSchema } from './schemas.ts';
import {
  battleListSchema,
  battleParams,
  battleSchema,
  battlesQuery,
  ladderQuery,
  ladderSchema,
  watcherQuery,
} from './battle-schemas.ts';
import { type SseClients, streamTo } from './sse.ts';

const LIST_MAX = 100;
/** Places of the ladder whose ratings are drawn, and battles that each line goes back. */
const DRAWN_MAX = 20;
const COURSE = 30;
const SIDES = [0, 1] as const;

const withCourse = <T extends object>(place: T, course: readonly number[]) =>
  course.length === 0 ? place : { ...place, course: [...course] };

/** Battles for whoever may see them: lists, live streams, replays, ladder. Hidden things stay hidden until the end. */
export const battleRoutes = (app: WebApp, parts: WebParts, clients: SseClients): void => {
  const { desk, config } = parts;
  const { deps } = desk;
  const call = () => pageCall(deps);
  const watcher = watcherIn(parts);
  const namesOf = async (players: readonly Player[]): Promise<void> =>
    learnNames(peopleOf(players), { deps, ...call() });
  const nameOf = (player: Player): string => playerName(player, { deps, userId: '' });
  const named = (players: readonly [Player, Player]) =>
    players.map((player) => ({
      name: nameOf(player),
      ...(player.kind === 'person' ? { userId: player.userId } : { trainerId: player.trainerId }),
    }));

  const withName = <T extends { readonly userId: string }>(row: T) => ({
    ...row,
    name: nameOf({ kind: 'person', userId: row.userId }),
  });
  const courseOf = async (rules: string, userId: string): Promise<readonly number[]> => {
    const rows = await readRatings(deps.views, { realm: config.realm, rules, userId }, COURSE);
    return [...rows.slice(0, 1).map(({ before }) => before), ...rows.map(({ rating }) => rating)];
  };
  const listed = ({ players, ...rest }: LiveInfo) => ({
    ...rest,
    state: 'live' as const,
    players: named(players),
  });

  const listedMatch = ({ id, players, turn, startedAtMs }: LiveMatch) => ({
    id,
    state: 'live' as const,
    players: named(players),
    tempo: 'turns' as const,
    tick: turn,
    startedAtMs,
    isMatch: true,
  });

  const liveList = async (limit: number) => {
    const live = deps.battles.live(config.realm, limit);
    const matches = deps.matches.live(config.realm, limit);
    await namesOf([...live, ...matches].flatMap(({ players }) => players));
    return [...live.map((info) => listed(info)), ...matches.map((info) => listedMatch(info))]
      .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
      .slice(0, limit);
  };

  const finishedList = async (limit: number) => {
    const ended = await readEndRows(deps.views, config.realm, limit);
    await namesOf(ended.flatMap(({ players }) => players));
    return ended.map(({ id, players, winner, how, ticks, atMs, isMatch }) => ({
      id,
      state: 'finished' as const,
      players: named(players),
      winner,
      how,
      tick: ticks,
      endedAtMs: atMs,
      isMatch: isMatch === true,
    }));
  };

  /** A battle as whoever asks may see it, and what else is to be read by the same eyes. */
  const look = async (id: string, persona: string | undefined) => {
    const place = { realm: config.realm, id };
    const userId = await watcher(persona);
    const args = userId === undefined ? {} : { userId };
    const view = await deps.engine.read(battle, place, 'view', args, call());
    return { place, userId, args, view };
  };

  app.get(
    '/api/battles',
    {
      schema: {
        summary: 'Public battles: those under way, or the last that ended',
        tags: ['battles'],
        querystring: battlesQuery,
        response: { 200: battleListSchema, '4xx': failureSchema },
      },
    },
    async ({ query }) => ({
      battles: await (query.state === 'live' ? liveList(query.limit) : finishedList(query.limit)),
    }),
  );

  app.get(
    '/api/battles/ladder',
    {
      schema: {
        summary: 'Ratings of the realm',
        tags: ['battles'],
        querystring: ladderQuery,
        response: { 200: ladderSchema },
      },
    },
    async ({ query }) => {
      const place = { realm: config.realm, id: query.rules };
      const rows = await deps.engine.read(ladder, place, 'table', { limit: query.limit }, call());
      const people = rows.map(({ userId }) => userId);
      const [courses] = await Promise.all([
        Promise.all(people.slice(0, DRAWN_MAX).map((userId) => courseOf(query.rules, userId))),
        learnNames(people, { deps, ...call() }),
      ]);
      return { places: rows.map((row, n) => withCourse(withName(row), courses[n] ?? [])) };
    },
  );

  const board = new LiveBoard(deps.clock, 'battles', async () =>
    JSON.stringify({ battles: await liveList(LIST_MAX) }),
  );
  app.addHook('preClose', async () => board.stop());

  app.get(
    '/api/battles/live',
    {
      schema: {
        summary: 'The list of battles under way, as it changes (server-sent events)',
        tags: ['battles'],
      },
    },
    (_request, reply) => {
      const client = clients.open(reply);
      if (client === undefined) return refuseFull(reply);
      board.show(client);
      return reply;
    },
  );

  app.get(
    '/api/battles/:id/events',
    {
      schema: {
        summary: 'A battle as it happens: summary, frames, own (server-sent events)',
        tags: ['battles'],
        params: battleParams,
        querystring: watcherQuery,
        response: { '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const place = { realm: config.realm, id: request.params.id };
      if (clients.isFull) return refuseFull(reply);
      const userId = await watcher(request.query.persona);
      const stream = await parts.battleWatch.watch(place, userId);
      if (stream === 'full') return refuseFull(reply);
      if (stream === undefined) return refuseWith(reply, GONE, 404);
      const client = clients.open(reply);
      if (client === undefined) return refuseFull(reply);
      streamTo(client, stream);
      return reply;
    },
  );

  app.get(
    '/api/battles/:id',
    {
      schema: {
        summary: 'A battle as one viewer sees it, with the names of both sides',
        tags: ['battles'],
        params: battleParams,
        querystring: watcherQuery,
        response: { 200: battleSchema, '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const { place, userId, view } = await look(request.params.id, request.query.persona);
      if (view === undefined) return refuseWith(reply, GONE, 404);
      const players = view.sides.map(({ player }) => player);
      await namesOf(players);
      const own = SIDES.find((side) => {
        const player = players[side];
        return player?.kind === 'person' && player.userId === userId;
      });
      const dueInMs = deps.battles.dueInMs(place);
      return reply.send({
        view,
        names: players.map((player) => nameOf(player)),
        ...(own === undefined ? {} : { side: own }),
        ...(dueInMs === undefined ? {} : { dueInMs: Math.round(dueInMs) }),
      });
    },
  );

  app.get(
    '/api/battles/:id/replay',
    {
      schema: {
        summary: 'The replay of a battle that is over, for anybody to verify',
        tags: ['battles'],
        params: battleParams,
        querystring: watcherQuery,
        response: { 200: replaySchema, '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const { place, args, view } = await look(request.params.id, request.query.persona);
      if (view === undefined) return refuseWith(reply, GONE, 404);
      const replay = await deps.engine.read(battle, place, 'replay', args, call());
      return sendReplay(reply, request.params.id, replay);
    },
  );
};
