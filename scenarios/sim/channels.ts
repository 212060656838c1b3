import { guildsWithNews } from '#actors/followers/news.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import type { Follower } from '#actors/kit/follower-runner.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import type { BroadcastState } from '#game/broadcast/broadcast.ts';
import type { Rng } from '#game/shared/rng.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { BroadcastCarrier } from '#surfaces/broadcasts/carrier.ts';
import { between, oneIn } from './chance.ts';
import { simBroadcast, simGuild } from './kinds.ts';
import type { LogWatch } from './log-watch.ts';
import type { World } from './world.ts';

const PACE_MS = 20;
const ANSWER_WITHIN_MS = 2_500;
/** Per mille of deliveries that fail, and of those whose answer is lost. */
const FAILED_PER_MILLE = 60;
const NEVER = new Promise<never>(() => undefined);

/** Where guilds read what owners of the service write: outside of every process, and not always there. */
export class Channels {
  readonly #world: World;
  readonly #watch: LogWatch;
  readonly #rng: Rng;
  /** `<text>/<guild>` → the key under which it was told. */
  readonly #told = new Map<string, string>();

  constructor(world: World, watch: LogWatch, rng: Rng) {
    this.#world = world;
    this.#watch = watch;
    this.#rng = rng;
  }

  /** What carries news in one process, as the bot does it; a process that is gone tells nobody. */
  carrier(engine: RunningEngine, clock: Clock, isAlive: () => boolean): Follower {
    const call = () => ({ scope: 'news', deadlineMonoMs: clock.monoMs() + ANSWER_WITHIN_MS });
    return new BroadcastCarrier({
      carrier: 'discord',
      engine,
      clock,
      paceMs: PACE_MS,
      guilds: () => guildsWithNews(engine.views, 'discord'),
      tell: async (guildId, text, key) => {
        const place = { realm: '0', id: guildId };
        const { news, bannedFor } = await engine.read(simGuild, place, 'settings', undefined, call());
        if (!isAlive()) return NEVER;
        if (news === null || bannedFor !== null) return false;
        return this.#post(guildId, text, key);
      },
      onTrouble: (error) => {
        if (!this.#world.isFault(error)) this.#world.violate('news is carried', String(error));
      },
    }).follower;
  }

  /** Whether somebody was told that a message is on its way which has not come to its end. */
  isUnderWay(ids: readonly string[]): boolean {
    return ids.some((id) => this.#stateOf(id)?.carriers.discord?.isDone !== true);
  }

  /** Whether a guild was told a message at least once. */
  wasTold(id: string, guildId: string): boolean {
    return this.#told.has(`News ${id}/${guildId}`);
  }

  #stateOf(id: string): BroadcastState | undefined {
    const { stream } = streamOf({ kind: simBroadcast.kind, realm: '0', id });
    return this.#watch.of(stream)?.state as BroadcastState | undefined;
  }

  #post(guildId: string, text: string, key: string): boolean {
    const world = this.#world;
    this.#watch.advance();
    world.note(`news ${text} ${guildId} ${key}`);
    world.expect(
      'nothing is told to guilds before it is sent',
      this.#stateOf(text.replace('News ', ''))?.status === 'sent',
      () => `${text} to ${guildId}`,
    );
    const first = this.#told.get(`${text}/${guildId}`);
    world.expect('what is told again can be known again', first === undefined || first === key, () => text);
    this.#mayFail();
    if (between(this.#rng, 0, 19) === 0) return false;
    this.#told.set(`${text}/${guildId}`, key);
    this.#mayFail();
    return true;
  }

  #mayFail(): void {
    if (this.#world.plan.isCalm || !oneIn(this.#rng, FAILED_PER_MILLE)) return;
    throw new Fault('E_UNAVAILABLE', 'the channel does not answer', { retryable: true });
  }
}
