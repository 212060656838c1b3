import { match } from '#actors/match/match.ts';
import { playerName } from '#commands/battle/arena.ts';
import { readPosition } from '#commands/battle/match-arena.ts';
import { learnNames } from '#commands/names.ts';
import { matchReplaySchema } from '#game/battle/match/match-replay.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { WebApp, WebParts } from './app.ts';
import { battleParams, type MatchScreen, matchSchema, watcherQuery } from './battle-schemas.ts';
import { refuseWith } from './failures.ts';
import { LiveBoard } from './live-board.ts';
import { failureSchema } from './schemas.ts';
import type { SseClients } from './sse.ts';
import { GONE, pageCall, refuseFull, sendReplay, watcherIn } from './watching.ts';

/** Matches for whoever may see them: as they stand, live, and as a file. What a side was not shown stays hidden. */
export const matchRoutes = (app: WebApp, parts: WebParts, clients: SseClients): void => {
  const { desk, config } = parts;
  const { deps } = desk;
  const watcher = watcherIn(parts);

  const screenOf = async (id: string, userId: string | undefined): Promise<MatchScreen | undefined> => {
    const place = { realm: config.realm, id };
    const args = userId === undefined ? {} : { userId };
    const view = await deps.engine.read(match, place, 'view', args, pageCall(deps));
    if (view === undefined) return undefined;
    await learnNames(peopleOf(view.players), { deps, ...pageCall(deps) });
    const position = await readPosition({ deps, realm: config.realm }, view);
    const dueAtMs = deps.matches.dueAtMs(place);
    return {
      view,
      names: view.players.map((player) => playerName(player, { deps, userId: '' })),
      ...(position === undefined ? {} : { position }),
      ...(dueAtMs === undefined ? {} : { dueAtMs }),
    };
  };

  app.get(
    '/api/matches/:id',
    {
      schema: {
        summary: 'A match (a battle by choices) as one viewer sees it',
        tags: ['battles'],
        params: battleParams,
        querystring: watcherQuery,
        response: { 200: matchSchema, '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const userId = await watcher(request.query.persona);
      const screen = await screenOf(request.params.id, userId);
      return screen === undefined ? refuseWith(reply, GONE, 404) : reply.send(screen);
    },
  );

  /** One board for each match and viewer; spectators share theirs. */
  const boards = new Map<string, LiveBoard>();
  app.addHook('preClose', async () => {
    for (const board of boards.values()) board.stop();
  });

  app.get(
    '/api/matches/:id/events',
    {
      schema: {
        summary: 'A match as it happens: the whole of it whenever it has changed (server-sent events)',
        tags: ['battles'],
        params: battleParams,
        querystring: watcherQuery,
        response: { '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (clients.isFull) return refuseFull(reply);
      const userId = await watcher(request.query.persona);
      const screen = await screenOf(id, userId);
      if (screen === undefined) return refuseWith(reply, GONE, 404);
      const client = clients.open(reply);
      if (client === undefined) return refuseFull(reply);
      const key = `${id}/${screen.view.side ?? '-'}`;
      let board = boards.get(key);
      if (board === undefined) {
        board = new LiveBoard(deps.clock, 'match', async () => JSON.stringify(await screenOf(id, userId)));
        boards.set(key, board);
      }
      const own = board;
      own.show(client);
      client.onClose(() => {
        if (own.isEmpty) boards.delete(key);
      });
      return reply;
    },
  );

  app.get(
    '/api/matches/:id/replay',
    {
      schema: {
        summary: 'The replay of a match that is over, for anybody to verify',
        tags: ['battles'],
        params: battleParams,
        querystring: watcherQuery,
        response: { 200: matchReplaySchema, '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const userId = await watcher(request.query.persona);
      const args = userId === undefined ? {} : { userId };
      const place = { realm: config.realm, id };
      const view = await deps.engine.read(match, place, 'view', args, pageCall(deps));
      if (view === undefined) return refuseWith(reply, GONE, 404);
      const replay = await deps.engine.read(match, place, 'replay', args, pageCall(deps));
      return sendReplay(reply, id, replay);
    },
  );
};
