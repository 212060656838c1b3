import { REST, Routes } from 'discord.js';
import type { CommandTree } from '#commands/tree.ts';
import { commandsJson } from './command-json.ts';
import { type AnyCommand, commandsHash, type Difference, differenceOf } from './difference.ts';

/** Which application, and whether for one guild only. */
export interface RegistrationPlace {
  readonly token: string;
  /** REST base; default: Discord's own. */
  readonly api?: string;
  readonly guildId?: string;
}

type Registered = AnyCommand & { readonly id: string };

/** What was found and done. */
export interface Registration {
  readonly applicationId: string;
  readonly difference: Difference<AnyCommand, Registered>;
}

/** A REST client with a bot's token. */
export const botRest = ({ token, api }: RegistrationPlace): REST =>
  new REST({ version: '10', ...(api === undefined ? {} : { api }) }).setToken(token);

const routeOf = (applicationId: string, guildId: string | undefined): `/${string}` =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

const wantedOf = (tree: CommandTree): readonly AnyCommand[] =>
  commandsJson(tree) as unknown as readonly AnyCommand[];

const registeredAt = async (rest: REST, route: `/${string}`): Promise<readonly Registered[]> =>
  (await rest.get(route, {
    query: new URLSearchParams({ with_localizations: 'true' }),
  })) as readonly Registered[];

/**
 * Makes Discord's list of commands that of the tree and sends only what differs; with `isDryRun` nothing is sent.
 * @throws DiscordAPIError, or HTTPError
 */
export const registerCommands = async (
  tree: CommandTree,
  place: RegistrationPlace,
  isDryRun: boolean,
): Promise<Registration> => {
  const rest = botRest(place);
  const { id: applicationId } = (await rest.get(Routes.currentApplication())) as { readonly id: string };
  const route = routeOf(applicationId, place.guildId);
  const wanted = wantedOf(tree);
  const registered = await registeredAt(rest, route);
  const difference = differenceOf(wanted, registered);
  if (!isDryRun) await send(rest, route, wanted, registered, difference);
  return { applicationId, difference };
};

const send = async (
  rest: REST,
  route: `/${string}`,
  wanted: readonly AnyCommand[],
  registered: readonly Registered[],
  { added, changed, removed }: Difference<AnyCommand, Registered>,
): Promise<void> => {
  if (registered.length === 0) {
    await rest.put(route, { body: wanted });
    return;
  }
  for (const { id } of removed) await rest.delete(`${route}/${id}`);
  // creating a command whose name is taken changes the one that is there
  for (const command of [...changed, ...added]) await rest.post(route, { body: command });
};

/** What Discord shows everywhere, beside what the tree has. */
export interface RegistrationState {
  readonly isFresh: boolean;
  /** Ids of top-level commands that Discord shows as they are in the tree, by name. */
  readonly ids: ReadonlyMap<string, string>;
}

/** Reads Discord's global list and compares it with the tree. @throws DiscordAPIError, or HTTPError */
export const registrationState = async (
  tree: CommandTree,
  rest: REST,
  applicationId: string,
): Promise<RegistrationState> => {
  const wanted = wantedOf(tree);
  const registered = await registeredAt(rest, routeOf(applicationId, undefined));
  const same = new Set(differenceOf(wanted, registered).same.map(({ name }) => name));
  return {
    isFresh: commandsHash(registered) === commandsHash(wanted),
    ids: new Map(registered.filter(({ name }) => same.has(name)).map(({ name, id }) => [name, id])),
  };
};
