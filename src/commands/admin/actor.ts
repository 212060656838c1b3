import type { EntityInfo, Place } from '#actors/kit/engine-api.ts';
import { isId } from '#game/shared/ids.ts';
import { type CommandOption, defineCommand } from '../define-command.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';

const LISTED_MAX = 25;

interface Address extends Place {
  readonly kind: string;
}

/** `pet:home:a1b2c3` as its parts. @throws CommandRejection E_INPUT */
export const addressOf = (text: unknown): Address => {
  const [kind = '', realm = '', id = '', ...rest] = String(text).split(':');
  if (rest.length === 0 && /^[a-z]{2,12}$/.test(kind) && isId(realm) && isId(id)) return { kind, realm, id };
  return refuse({
    code: 'E_INPUT',
    field: 'entity',
    message: `\`entity\` cannot be “${shown(String(text))}”: it takes kind, realm and id, for example \`pet:home:a1b2c3\`.`,
  });
};

/** @throws CommandRejection E_GONE when it is not awake */
const found = (info: EntityInfo | undefined, address: Address): EntityInfo =>
  info ??
  refuse({
    code: 'E_GONE',
    message: `\`${address.kind}:${address.realm}:${address.id}\` is not awake. \`/admin actor list\` shows those that are.`,
  });

/** An entity by its name; those that are awake are suggested. */
export const entityOption: CommandOption = {
  name: 'entity',
  type: 'text',
  description: 'Kind, realm and id, for example pet:home:a1b2c3',
  takes: 'kind, realm and id of an entity, for example `pet:home:a1b2c3`',
  required: true,
  maxLength: 60,
  autocomplete: async (partial, { deps }) =>
    deps.engine
      .entities({ limit: 1_000 })
      .map(({ kind, realm, id }) => `${kind}:${realm}:${id}`)
      .filter((address) => address.includes(partial))
      .slice(0, LISTED_MAX)
      .map((address) => ({ label: address, value: address })),
};

const entityPanel = ({ kind, realm, id, ...info }: EntityInfo): Panel => ({
  title: `${kind}:${realm}:${id}`,
  tone: info.status === 'quarantined' ? 'bad' : 'neutral',
  fields: [
    { name: 'Status', value: info.status, inline: true },
    { name: 'Last commit', value: String(info.seq), inline: true },
    { name: 'Waiting', value: String(info.inboxDepth), inline: true },
    { name: 'Restarts', value: String(info.restarts), inline: true },
    ...(info.incident === undefined ? [] : [{ name: 'Incident', value: info.incident, inline: true }]),
    ...(info.lastError === undefined ? [] : [{ name: 'Last error', value: shown(info.lastError) }]),
  ],
  ephemeral: true,
});

/** `/admin actor view`: one live entity. */
export const actorView = defineCommand({
  name: 'admin actor view',
  summary: 'One live entity: status, inbox, restarts, last error',
  ephemeral: true,
  options: [entityOption],
  examples: ['/admin actor view entity:ledger:home:0'],
  run: async (input, { deps }) => {
    const address = addressOf(input['entity']);
    return entityPanel(found(deps.engine.entity(address.kind, address), address));
  },
});

/** `/admin actor resume`: brings a quarantined entity back from its log. */
export const actorResume = defineCommand({
  name: 'admin actor resume',
  summary: 'Brings a quarantined entity back from its log',
  ephemeral: true,
  options: [entityOption],
  examples: ['/admin actor resume entity:ledger:home:0'],
  run: async (input, { deps }) => {
    const address = addressOf(input['entity']);
    const info = found(deps.engine.entity(address.kind, address), address);
    if (info.status !== 'quarantined') {
      return refuse({
        code: 'E_STALE',
        message: `It is not quarantined but ${info.status}. There is nothing to resume.`,
      });
    }
    await deps.engine.resume(address.kind, address);
    const after = deps.engine.entity(address.kind, address);
    const isBack = after === undefined || after.status !== 'quarantined';
    return {
      ...entityPanel(after ?? info),
      tone: isBack ? 'good' : 'bad',
      text: isBack ? 'It is coming back from its log.' : 'It fell over again. The last error says why.',
    };
  },
});

/** `/admin actor list`: live entities. */
export const actorList = defineCommand({
  name: 'admin actor list',
  summary: 'Live entities of a kind, quarantined ones first',
  ephemeral: true,
  options: [
    {
      name: 'kind',
      type: 'text',
      description: 'For example pet; all when left out',
      takes: 'a kind of entity, for example `pet`',
      maxLength: 12,
    },
  ],
  examples: ['/admin actor list', '/admin actor list kind:ledger'],
  run: async (input, { deps }) => {
    const { kind } = input;
    const filter = typeof kind === 'string' ? { kind: kind.toLowerCase(), limit: 1_000 } : { limit: 1_000 };
    const { liveByKind } = deps.engine.stats();
    if (filter.kind !== undefined && liveByKind[filter.kind] === undefined) {
      return refuse({
        code: 'E_INPUT',
        field: 'kind',
        message: `No entity of kind “${shown(filter.kind)}” is awake. Awake are: ${Object.keys(liveByKind).join(', ') || 'none'}.`,
      });
    }
    const rank = (info: EntityInfo): number => (info.status === 'quarantined' ? 0 : 1);
    const live = deps.engine
      .entities(filter)
      .toSorted((a, b) => rank(a) - rank(b) || b.inboxDepth - a.inboxDepth);
    const total =
      filter.kind === undefined
        ? Object.values(liveByKind).reduce((sum, count) => sum + count, 0)
        : liveByKind[filter.kind];
    return {
      title: 'Live entities',
      tables: [
        {
          columns: [
            { label: 'Entity' },
            { label: 'Status' },
            { label: 'Waiting', align: 'right' },
            { label: 'Restarts', align: 'right' },
          ],
          rows: live
            .slice(0, LISTED_MAX)
            .map((info) => [
              `${info.kind}:${info.realm}:${info.id}`,
              info.status,
              String(info.inboxDepth),
              String(info.restarts),
            ]),
        },
      ],
      footer: `${Math.min(LISTED_MAX, live.length)} of ${total ?? live.length}`,
      ephemeral: true,
    };
  },
});
