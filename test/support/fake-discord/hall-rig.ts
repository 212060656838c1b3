import { type Desk } from '#commands/desk.ts';
import { registerCommands } from '#surfaces/discord/registration/register.ts';
import { type DiscordSurface, openDiscord } from '#surfaces/discord/surface.ts';
import { openService, type ServiceRig, type ServiceRigOptions } from '../service-rig.ts';
import { type FakeDiscord } from './fake-discord.ts';

/** The whole service with the real client on a fake Discord. */
export interface DiscordHall {
  readonly rig: ServiceRig;
  readonly desk: Desk;
  readonly surface: DiscordSurface;
  /** What the surface found worth a warning. */
  readonly noticed: string[];
}

/** Opens it with its commands registered; battles are shown as fast as Discord lets them. It goes with `closeRigs`. */
export const openDiscordHall = async (
  fake: FakeDiscord,
  options: ServiceRigOptions & { readonly owners?: readonly string[] } = {},
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
          api: fake.api,
          realm: 'home',
          cadenceMinMs: 1,
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
