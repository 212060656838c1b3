import { battleBy } from '#actors/battle/battle.ts';
import { nodeHash } from '#ports/hash.ts';
import { KINDS } from '#actors/guardian.ts';
import type { RunningEngine } from '#actors/kit/running-engine.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import type { Replay } from '#game/battle/replay.ts';
import { CROSS_V1, RULE_BOOK, type RuleBook, ruleBook } from '#game/battle/rules.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import { weakerRules } from './battle/weaker-rules.ts';
import { teamOf } from './battle/teams.ts';
import { type DataPlace, makePlace, openPlace } from './harness/data-place.ts';
import { startEngine } from './harness/hall.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const REALM = 'home';
const BY = 'playground:0:hall';
const WINDOW_TICKS = 8;
/** Windows that the old process plays of each battle. */
const OLD_WINDOWS = 3;
const ANSWER_WITHIN_MS = 10_000;
const SIZE = 2;

const NEXT = 'cross/v1-next';

/** One process with its own rule book over the data of the one before. */
const live = async (
  place: DataPlace,
  book: RuleBook,
  stage: Stage,
  run: (life: Life) => Promise<void>,
): Promise<void> => {
  const store = await openPlace(place);
  const alarm = (what: string, error: unknown): void =>
    stage.expect('nothing breaks inside', false, () => `${what}: ${String(error)}`);
  const battle = battleBy(book);
  const kinds = KINDS.map((kind) => (kind.kind === battle.kind ? battle : kind));
  const { engine, end } = await startEngine(store, alarm, { kinds });
  await run(new Life(engine, battle));
  stage.expect('a process ends in order', await end(10_000));
};

class Life {
  readonly #engine: RunningEngine;
  readonly #battle: ReturnType<typeof battleBy>;

  constructor(engine: RunningEngine, battle: ReturnType<typeof battleBy>) {
    this.#engine = engine;
    this.#battle = battle;
  }

  #call(by: string, key: string) {
    const deadlineMonoMs = systemClock.monoMs() + ANSWER_WITHIN_MS;
    return { commandId: `${by}/${key}`, by, scope: by, deadlineMonoMs };
  }

  /** Two trainers of the hall begin. */
  async begin(id: string, n: number): Promise<void> {
    const place = { realm: REALM, id };
    const players: readonly [Player, Player] = [
      { kind: 'trainer', trainerId: 'wren' },
      { kind: 'trainer', trainerId: 'tobi' },
    ];
    const open = {
      type: 'Open',
      tempo: 'sim',
      players,
      lineup: teamOf(n, SIZE),
      answer: teamOf(n + 3, SIZE),
      stake: 0,
      isPrivate: false,
      isEven: false,
    } as const;
    await this.#engine.ask(this.#battle, place, open, this.#call(BY, `${id}o`));
    await this.#engine.ask(this.#battle, place, { type: 'Begin', seed: id }, this.#call(BY, `${id}b`));
  }

  /** Plays so many windows of a battle, at most to its end. */
  async play(id: string, windows: number): Promise<void> {
    const place = { realm: REALM, id };
    const self = `battle:${REALM}:${id}`;
    for (let window = 0; window < windows; window += 1) {
      const view = await this.#engine.read(this.#battle, place, 'clock', undefined, this.#call(self, 'x'));
      if (view?.status !== 'live') return;
      const close = { type: 'CloseWindow', fromTick: view.tick, toTick: view.tick + WINDOW_TICKS } as const;
      await this.#engine.ask(this.#battle, place, close, this.#call(self, `w${view.tick}`));
    }
  }

  end(id: string): Promise<{ readonly rules: string; readonly replay: Replay | undefined }> {
    const place = { realm: REALM, id };
    return Promise.all([
      this.#engine.read(this.#battle, place, 'view', {}, this.#call('audit', 'x')),
      this.#engine.read(this.#battle, place, 'replay', {}, this.#call('audit', 'x')),
    ]).then(([view, replay]) => ({ rules: view?.rules ?? '', replay }));
  }
}

/** What must hold of a battle that has ended: which rules it names, and which book can prove it. */
const judge = (
  { rules, replay }: { readonly rules: string; readonly replay: Replay | undefined },
  version: string,
  book: RuleBook,
  stage: Stage,
): boolean => {
  const own = verifyReplay(replay, nodeHash, {}, book);
  const other = version === CROSS_V1.version ? NEXT : CROSS_V1.version;
  const renamed = verifyReplay({ ...replay, rules: other }, nodeHash, {}, book);
  const isPlayed = replay?.result !== 'void' && own.ok;
  stage.expect(
    'a battle ends on the version that it began with',
    rules === version && isPlayed,
    () => `${rules}, ${replay?.result}: ${JSON.stringify(own)}`,
  );
  stage.expect('the other version would have played it otherwise', !renamed.ok);
  return rules === version && isPlayed;
};

/** New rules come with a new process while battles are under way. */
export const rulesUpgrade: Scenario = {
  name: 'rules-upgrade',
  summary:
    'new rules arrive while battles run: each ends on the version it began with, and its replay proves it',
  defaults: { rounds: 100 },
  surfaces: ['inproc'],
  async run({ rounds, store, isBroken }, stage) {
    const own = await makePlace(store === 'mongo' ? 'mongo' : 'sqlite');
    const { place } = own;
    const olds = Array.from({ length: rounds }, (_, n) => `old${n}`);
    const news = Array.from({ length: rounds }, (_, n) => `new${n}`);
    const each = (ids: readonly string[], act: (id: string, n: number) => Promise<void>): Promise<unknown> =>
      Promise.all(ids.map((id, n) => act(id, n)));
    await live(place, RULE_BOOK, stage, async (life) => {
      await each(olds, (id, n) => life.begin(id, n));
      await each(olds, (id) => life.play(id, OLD_WINDOWS));
    });
    // broken: the new rules took the old ones' name
    const book = isBroken
      ? ruleBook(CROSS_V1.version, [weakerRules(CROSS_V1.version)])
      : ruleBook(NEXT, [CROSS_V1, weakerRules(NEXT)]);
    const right = { old: 0, new: 0 };
    await live(place, book, stage, async (life) => {
      await each(news, (id, n) => life.begin(id, n));
      await each([...olds, ...news], (id) => life.play(id, 1_000));
      const truth = ruleBook(NEXT, [CROSS_V1, weakerRules(NEXT)]);
      for (const id of olds) if (judge(await life.end(id), CROSS_V1.version, truth, stage)) right.old += 1;
      for (const id of news) if (judge(await life.end(id), NEXT, truth, stage)) right.new += 1;
    });
    // a process that knows only the old rules says so, and plays none of the new ones wrongly
    await live(place, RULE_BOOK, stage, async (life) => {
      for (const id of news.slice(0, 5)) {
        const { replay } = await life.end(id);
        stage.expect('who does not know the rules exports no replay', replay === undefined);
      }
    });
    stage.atLeast('battles over the upgrade', right.old, rounds);
    stage.atLeast('battles on the new rules', right.new, rounds);
    stage.figure('rules-upgrade', rounds - right.old, 'count');
    stage.figure('rules-upgrade.battles', 2 * rounds, 'count');
    await own.end();
  },
};
