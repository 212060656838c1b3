import { TRAINERS } from '#game/battle/trainers.ts';
import { Audience } from './battle/audience.ts';
import type { Scenario } from './harness/scenario.ts';
import { openService, type RemoteService } from './harness/service.ts';
import { shownOf } from './harness/shown.ts';
import type { Stage } from './harness/stage.ts';

const BATTLES = 50;
const GUILD = 'flood';
/** One spectator in so many never reads. */
const DEAF_EVERY = 20;
const RATIO_MAX = 1.5;
const BYTES_MAX = 40 * 1_024;
/** After coming in, spectators settle for so long before time counts, ms. */
const SETTLE_MS = 2_000;
/** The service looks at time in slices: lateness below this is none, ms. */
const FLOOR_MS = 20;
const TEAM = 'loan:mossback,loan:rimebear,loan:cobblemole';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Card {
  readonly panel?: {
    readonly footer?: string;
    readonly controls?: readonly (readonly { readonly customId?: string; readonly label?: string }[])[];
  };
}

/** A guest starts a battle against a trainer, three against three at the live tempo; its id. */
const begin = async (service: RemoteService, n: number): Promise<string> => {
  const guest = `guest-f${n.toString(36)}`;
  const trainer = TRAINERS[n % TRAINERS.length]?.id ?? '';
  const text = `/battle npc trainer:${trainer} tempo:live team:${TEAM}`;
  const card = shownOf((await service.command(guest, text, GUILD)).body) as Card;
  const start = card.panel?.controls?.flat().find(({ label }) => label === 'Start')?.customId;
  if (start === undefined) throw new Error(`no battle: ${JSON.stringify(card).slice(0, 300)}`);
  await service.press(guest, start, GUILD);
  return /Battle ([a-z0-9]+)/.exec(card.panel?.footer ?? '')?.[1] ?? '';
};

const p99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? 0;

const measure = async (service: RemoteService, seconds: number): Promise<readonly number[]> => {
  await service.windows();
  await wait(seconds * 1_000);
  return service.windows();
};

const judge = (calm: readonly number[], crowded: readonly number[], bytes: number, stage: Stage): void => {
  const [before, after] = [p99(calm), p99(crowded)];
  const ratio = after / Math.max(FLOOR_MS, before);
  stage.figure('spectators', ratio, 'ratio');
  stage.figure('spectators.2', bytes, 'bytes');
  stage.figure('spectators.late-p99-without', before, 'ms');
  stage.figure('spectators.late-p99-with', after, 'ms');
  stage.figure('spectators.windows', crowded.length, 'count');
  stage.atMost('lateness of windows p99 with spectators, times that without', ratio, RATIO_MAX);
  stage.atMost('resident memory for each spectator, bytes', bytes, BYTES_MAX);
};

/** A crowd comes to watch; battles must not notice. */
export const spectatorFlood: Scenario = {
  name: 'spectator-flood',
  summary: '5,000 spectators on 50 battles over HTTP, some never reading: windows close in time',
  defaults: { players: 5_000, seconds: 10 },
  surfaces: ['http'],
  async run({ players, seconds, url, isBroken }, stage) {
    if (url !== undefined)
      throw new Error('spectator-flood asks its service for times: it runs on one of its own');
    const service = await openService(url);
    const audience = new Audience();
    try {
      const ids: string[] = [];
      for (let n = 0; n < BATTLES; n += 1) ids.push(await begin(service, n));
      // what runs for the first time is compiled first
      await wait(SETTLE_MS);
      const calm = await measure(service, seconds / 2);
      stage.say(`${calm.length} windows without spectators, late p99 ${p99(calm).toFixed(1)} ms`);
      const before = await service.memory();
      // broken: everybody comes to the same door at once, and nobody reads
      await audience.enter(service.url, isBroken ? ids.slice(0, 1) : ids, players, isBroken ? 1 : DEAF_EVERY);
      await wait(SETTLE_MS);
      const crowded = await measure(service, seconds);
      const bytes = ((await service.memory()) - before) / players;
      const { readers, deaf, refused, frames, empty } = audience.seen;
      // the other half of the time without spectators, so that a machine that changes meanwhile favours nobody
      audience.leave();
      await wait(SETTLE_MS);
      const alone = [...calm, ...(await measure(service, seconds / 2))];
      judge(alone, crowded, bytes, stage);
      stage.expect('nobody is refused', refused === 0, () => `${refused} were`);
      stage.atLeast('windows without spectators', alone.length, BATTLES);
      stage.atLeast('windows with spectators', crowded.length, BATTLES);
      stage.atLeast('spectators who never read', deaf, Math.floor(players / DEAF_EVERY));
      stage.atLeast('spectators who read', readers, Math.floor((players * (DEAF_EVERY - 1)) / DEAF_EVERY));
      stage.atLeast('frames that spectators got', frames, readers * Math.floor(seconds / 2.4));
      stage.atMost('share of readers who got no frame', empty / Math.max(1, readers), 0.1);
      stage.figure('spectators.frames', frames, 'count');
    } finally {
      audience.leave();
      await service.close();
    }
  },
};
