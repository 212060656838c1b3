import { styleText } from 'node:util';
import { parseArgs } from 'node:util';
import { guildhallTree } from '#commands/index.ts';
import { inviteLink } from '#surfaces/discord/registration/invite.ts';
import { type Registration, registerCommands } from '#surfaces/discord/registration/register.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { integrations } from '../integrations.ts';
import packageJson from '../../../package.json' with { type: 'json' };

const USAGE = `npm run discord:register [-- --guild ID --dry-run]

Makes Discord's list of slash commands that of this version. Needs DISCORD_TOKEN.

  --guild ID   only in this guild, where changes show at once; without it everywhere
  --dry-run    says what would change and sends nothing`;

interface Arguments {
  readonly guildId: string | undefined;
  readonly isDryRun: boolean;
}

/** The part of `process` that the tool needs. */
type Host = Pick<NodeJS.Process, 'argv' | 'env' | 'stdout' | 'stderr'>;

const argumentsOf = (argv: readonly string[]): Arguments | undefined => {
  const { values } = parseArgs({
    args: argv.slice(2),
    options: {
      guild: { type: 'string' },
      'dry-run': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return undefined;
  if (values.guild !== undefined && !/^\d{15,20}$/.test(values.guild)) {
    throw new ConfigError(
      `--guild cannot be ${JSON.stringify(values.guild)}: it takes the id of a guild, 15 to 20 digits.`,
    );
  }
  return { guildId: values.guild, isDryRun: values['dry-run'] === true };
};

const report = (
  { applicationId, difference }: Registration,
  { guildId, isDryRun }: Arguments,
): readonly string[] => {
  const { added, changed, removed, same } = difference;
  const lines = [
    ...added.map(({ name }) => styleText('green', `+ /${name}`)),
    ...changed.map(({ name }) => styleText('yellow', `~ /${name}`)),
    ...removed.map(({ name }) => styleText('red', `- /${name}`)),
  ];
  const where = guildId === undefined ? 'everywhere' : `in guild ${guildId}`;
  const count = lines.length;
  const done = isDryRun ? 'would change; nothing was sent' : 'changed';
  return [
    ...lines,
    count === 0
      ? `Nothing to do: Discord shows these ${same.length} commands ${where}.`
      : `${count} of ${count + same.length} commands ${done} (${where}).`,
    `Invite: ${inviteLink(applicationId)}`,
  ];
};

/** In one line, why it could not be done. */
const explain = (error: unknown, { discordApi }: Partial<Config>): string => {
  const { status, message, code } = error as { status?: number; message: string; code?: unknown };
  if (error instanceof ConfigError || String(code).startsWith('ERR_PARSE_ARGS')) return message;
  if (status === 401)
    return 'Discord does not accept DISCORD_TOKEN (401): take a fresh one in the developer portal.';
  if (status === 403) return `Discord does not let this bot do that (403): ${message}. Is it in that guild?`;
  if (status === 404) return `Discord knows no such guild (404): ${message}.`;
  if (status === undefined) return `${discordApi ?? 'Discord'} cannot be reached: ${message}.`;
  return `Discord refused (${status}): ${message}`;
};

/** `npm run discord:register`: the exit code is 0 when Discord's list is as it should be, or would be. */
export const run = async (host: Host): Promise<number> => {
  let config: Partial<Config> = {};
  try {
    const wanted = argumentsOf(host.argv);
    if (wanted === undefined) {
      host.stdout.write(`${USAGE}\n`);
      return 0;
    }
    const read = readConfig(host.env);
    config = read;
    if (read.discordToken === undefined) {
      throw new ConfigError(
        'DISCORD_TOKEN is not set: it takes the bot token of the Discord developer portal.',
      );
    }
    const tree = guildhallTree(integrations({ ...read, version: packageJson.version }));
    const place = {
      token: read.discordToken,
      ...(read.discordApi === undefined ? {} : { api: read.discordApi }),
      ...(wanted.guildId === undefined ? {} : { guildId: wanted.guildId }),
    };
    const done = await registerCommands(tree, place, wanted.isDryRun);
    host.stdout.write(`${report(done, wanted).join('\n')}\n`);
    return 0;
  } catch (error) {
    host.stderr.write(`${explain(error, config)}\n`);
    return 1;
  }
};
