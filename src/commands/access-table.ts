import type { Access, Role } from './access.ts';

const EVERYONE: readonly Role[] = ['everyone'];
const MEMBERS: readonly Role[] = ['member', 'operator', 'owner'];
/** Those who look after a guild. */
const KEEPERS: readonly Role[] = ['moderator', 'manager', 'owner'];
const MANAGERS: readonly Role[] = ['manager', 'owner'];
const OWNERS: readonly Role[] = ['owner'];

const allow = (roles: readonly Role[], prefix: string, names: string): Record<string, readonly Role[]> =>
  Object.fromEntries(names.split(/\s*,\s*/).map((name) => [`${prefix}${name}`, roles]));

const commands = {
  ...allow(
    MEMBERS,
    'pet ',
    'adopt, view, feed, play, clean, rest, heal, train, expedition start, expedition status, expedition recall, vacation, rename, rehome',
  ),
  ...allow(
    MEMBERS,
    'battle ',
    'npc, challenge, queue, leave, status, move, standing, forfeit, spectate, history, replay, verify, ladder, rules',
  ),
  ...allow(
    MEMBERS,
    'eco ',
    'balance, pay, daily, shop, buy, sell, inventory, use, gift, history, receipt, supply',
  ),
  ...allow(MEMBERS, 'profile ', 'view, edit, timeline, privacy, delete, link, unlink'),
  ...allow(MEMBERS, 'osrs ', 'stats, gear view, gear equip, gear save, gear load, dps'),
  ...allow(
    MEMBERS,
    'pokemon ',
    'start, team view, team import, team export, team set, box, info, release, damage',
  ),
  ...allow(MEMBERS, 'notify ', 'view, set'),
  ...allow(MEMBERS, '', 'help, status'),
  ...allow(KEEPERS, 'settings ', 'overview, feature, channel, audit'),
  ...allow(MANAGERS, 'settings ', 'roles, language, threads, news'),
  ...allow(
    OWNERS,
    'admin ',
    'broadcast, actor list, actor view, actor resume, battle, shard, job list, job replay, job drop, guild view, guild ban, guild unban',
  ),
};

const controls = {
  // these only read, and stand where everybody sees them
  ...allow(EVERYONE, 'battle.', 'view, replay, step, log, verify'),
  ...allow(
    MEMBERS,
    'battle.',
    'accept, accept-form, accept-with, decline, withdraw, begin, begin-form, begin-with, ready, ready-form, ready-with, queue, leave, forfeit, give-up, rematch, order, standing-form, standing-with',
  ),
  ...allow(
    MEMBERS,
    'match.',
    'view, accept, accept-form, accept-with, decline, withdraw, begin, begin-form, begin-with, ready, ready-form, ready-with, forfeit, give-up, rematch, replay, step, log, verify, choose',
  ),
  ...allow(
    MEMBERS,
    'pet.',
    'view, feed, heal, give, cure, play, toy, clean, rest, status, recall, rehome, return, plan, send',
  ),
  ...allow(MEMBERS, 'quote.', 'confirm, cancel, check'),
  ...allow(MEMBERS, 'eco.', 'daily, history, history-csv, receipt, shop, inventory'),
  ...allow(MEMBERS, 'profile.', 'edit, draft, pins, save, discard, timeline, delete, erase'),
  ...allow(MEMBERS, 'notify.', 'read'),
  ...allow(MEMBERS, 'pokemon.', 'start, import, info, box, release, let-go'),
  ...allow(MEMBERS, 'check.', 'check'),
  ...allow(OWNERS, 'broadcast.', 'confirm, cancel, view'),
  // a surface's own, under battles that all can see
  ...allow(MEMBERS, 'thread.', 'follow, rematch'),
};

const routes = {
  ...allow(
    EVERYONE,
    'GET ',
    '/healthz, /readyz, /metrics, /api/actors, /api/cluster, /api/cluster/find, /api/openapi.json',
  ),
  ...allow(EVERYONE, 'GET /api/battles', '/ladder, /live, /:id/events, /:id, /:id/replay'),
  ...allow(EVERYONE, 'GET ', '/api/battles'),
  ...allow(EVERYONE, 'GET /api/matches/', ':id, :id/events, :id/replay'),
  // only there in the playground, whose visitors speak as personas: the commands check roles themselves
  ...allow(EVERYONE, 'GET /api/playground/', 'commands, autocomplete, personas, events'),
  ...allow(EVERYONE, 'POST /api/playground/', 'commands, components, actors/crash'),
};

/** The one table of roles: commands, controls and routes by role. What is not in it is allowed to nobody. */
export const ACCESS: Access = { commands, controls, routes };
