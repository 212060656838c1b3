import { type REST } from 'discord.js';
import { type BattleWatch } from '#actors/battle/battle-watch.ts';
import { type Desk } from '#commands/desk.ts';
import { answeringBy } from './answering.ts';
import { type GatewaySource, openGateway } from './gateway-source.ts';
import { Interactions, type SurfaceLog } from './interactions.ts';
import { inviteLink } from './registration/invite.ts';
import { isRegistrationFresh } from './registration/register.ts';
import { BattleThreads } from './threads/battle-threads.ts';
import { postingBy } from './threads/posting.ts';
import { type DiscordRefusal } from './refusal.ts';

/** What the Discord surface is told. */
export interface DiscordOptions {
  readonly desk: Desk;
  readonly token: string;
  /** REST base; default: Discord's own. */
  readonly api?: string;
  readonly realm: string;
  /** Where spectators see battles; without it battles have no threads. */
  readonly watch?: Pick<BattleWatch, 'watch'>;
  readonly log: SurfaceLog;
  /** Least time between two edits of a battle's message, ms; default 2,000. */
  readonly cadenceMinMs?: number;
  /** Discord would not have us any more, after the start. */
  readonly onRefusal: (refusal: DiscordRefusal) => void;
}

/** The running surface. */
export interface DiscordSurface {
  readonly interactions: Interactions;
  readonly threads: BattleThreads | undefined;
  readonly gateway: GatewaySource;
  /** Takes no more interactions and gives the answers that are due. */
  stop(): Promise<void>;
}

/** Answers that are due may take this long at the end, ms. */
const FINISH_MS = 5_000;
/** What an operator types when Discord shows an old list of commands. */
export const REGISTER_COMMAND = 'npm run discord:register';

/**
 * Opens the surface: one connection to the gateway. A Discord that cannot be reached holds nothing up and is tried until
 * it can. @throws DiscordRefusal when it never will
 */
export const openDiscord = async (options: DiscordOptions): Promise<DiscordSurface> => {
  const { desk, token, realm, log, onRefusal, api, watch } = options;
  const { clock } = desk.deps;
  const given = api === undefined ? {} : { api };
  const answering = answeringBy(api);
  const paced = options.cadenceMinMs === undefined ? {} : { cadenceMinMs: options.cadenceMinMs };
  const gateway = openGateway({
    ...given,
    token,
    clock,
    log,
    onRefusal,
    deliver: (payload) => void interactions.take(payload),
  });
  const posting = postingBy(gateway.client.rest);
  const threads =
    watch === undefined
      ? undefined
      : new BattleThreads({ desk, watch, posting, answering, realm, log, ...paced });
  const interactions = new Interactions({
    desk,
    realm,
    log,
    answering,
    ...(threads === undefined ? {} : { threads: { threads, posting } }),
  });
  gateway.ready.then(
    () => tellState(options, gateway.client.rest, gateway.client.application?.id ?? ''),
    () => undefined,
  );
  try {
    await gateway.started;
  } catch (error) {
    await gateway.stop();
    throw error;
  }
  return {
    interactions,
    threads,
    gateway,
    stop: async () => {
      threads?.stop();
      await gateway.stop();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(FINISH_MS, resolve);
      await Promise.race([interactions.settled(), late]);
      cancel();
      if (interactions.open > 0) log('warn', 'answers were due at the end', { open: interactions.open });
    },
  };
};

/** Says at the start how somebody gets the bot, and whether its list of commands is the one that is registered. */
const tellState = async ({ desk, log }: DiscordOptions, rest: REST, applicationId: string): Promise<void> => {
  log('info', 'on Discord', { invite: inviteLink(applicationId) });
  try {
    if (await isRegistrationFresh(desk.tree, rest, applicationId)) return;
    log('warn', `Discord shows an old list of commands: run \`${REGISTER_COMMAND}\``);
  } catch (error) {
    log('warn', 'could not compare the list of commands with the one that Discord shows', { err: error });
  }
};
