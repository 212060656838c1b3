import { createMemoryRateLimiter } from '#adapters/memory/memory-rate-limiter.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Desk } from '#commands/desk.ts';
import type { CardPainter } from '#ports/card-painter.ts';
import { registerCommands } from '#surfaces/discord/registration/register.ts';
import { type DiscordSurface, openDiscord } from '#surfaces/discord/surface.ts';
import { openService, type ServiceRig, type ServiceRigOptions } from '../service-rig.ts';
import { type FakeDiscord, openFakeDiscord } from './fake-discord.ts';
import { Story } from './story.ts';
import type { FakeUser } from './world.ts';

/** The whole service with the real client on a fake Discord. */
export interface DiscordHall {
  readonly rig: ServiceRig;
  readonly desk: Desk;
  readonly surface: DiscordSurface;
  /** What the surface found worth a warning. */
  readonly noticed: string[];
}

/** Two people on a fake Discord of their own. */
export interface Duel {
  readonly fake: FakeDiscord;
  readonly story: Story;
  readonly red: FakeUser;
  readonly blue: FakeUser;
}

/** Opens a fake Discord wide enough that a test need not wait for a window of Discord's; close it after the service. */
export const openDuel = async (): Promise<Duel> => {
  const fake = await openFakeDiscord({
    limits: { edits: { count: 100, windowMs: 1_000 }, answers: { count: 100, windowMs: 1_000 } },
  });
  const [red, blue] = [fake.world.addUser('red'), fake.world.addUser('blue')];
  return { fake, story: new Story(fake), red, blue };
};

/** Opens it with its commands registered; battles are shown as fast as Discord lets them. It goes with `closeRigs`. */
export const openDiscordHall = async (
  fake: FakeDiscord,
  options: ServiceRigOptions & {
    readonly owners?: readonly string[];
    readonly painter?: CardPainter;
    /** Interactions come by HTTP, signed by the key of this one; default: by the gateway. */
    readonly publicKey?: string;
  } = {},
): Promise<DiscordHall> => {
  const noticed: string[] = [];
  const { promise: opened, resolve } = Promise.withResolvers<{ desk: Desk; surface: DiscordSurface }>();
  const rig = await openService({
    ...options,
    options: {
      ...(options.owners === undefined ? {} : { owners: options.owners }),
      openSurface: async ({ desk, battleWatch, matchWatch, openThreads, follow }) => {
        await registerCommands(desk.tree, { token: fake.token, api: fake.api }, false);
        const surface = await openDiscord({
          desk,
          watching: { watches: { battles: battleWatch, matches: matchWatch }, openThreads },
          follow,
          token: fake.token,
          limiter: createMemoryRateLimiter(systemClock),
          api: fake.api,
          realm: 'home',
          cadenceMinMs: 1,
          ...(options.publicKey === undefined
            ? {}
            : { http: { publicKey: options.publicKey, host: '127.0.0.1', port: 0 } }),
          ...(options.painter === undefined ? {} : { painter: options.painter }),
          log: (level, what) => level === 'info' || noticed.push(what),
          onRefusal: ({ message }) => noticed.push(message),
        });
        resolve({ desk, surface });
        return surface;
      },
    },
  });
  return { rig, noticed, ...(await opened) };
};
