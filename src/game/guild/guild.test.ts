import { describe, expect, it } from 'vitest';
import type { Context } from '../shared/decider.ts';
import type { Rng } from '../shared/rng.ts';
import { sealed } from '../shared/sealed.ts';
import { guildDecider } from './guild-decider.ts';
import { type Authority, AUDIT_MAX, type GuildChange, type Language, RULES_MAX } from './guild-protocol.ts';
import { guildReads, isChannelOn, isFeatureOn } from './guild-reads.ts';
import { type GuildState, guildStateSchema, initialGuild, upgradeGuildState } from './guild-state.ts';

const MEMBER: Authority = { isOwner: false, isManager: false, roleIds: [] };
const MANAGER: Authority = { ...MEMBER, isManager: true };
const OWNER: Authority = { ...MEMBER, isOwner: true };
const bearing = (...roleIds: string[]): Authority => ({ ...MEMBER, roleIds });

const context = (by = 'u1', nowMs = 1_000): Context => ({
  nowMs,
  rng: {} as Rng,
  self: { kind: 'guild', realm: '0', id: 'g1' },
  by,
  commandId: `${by}/k1`,
});

const decide = (state: GuildState, change: GuildChange, authority = MANAGER, by = 'u1') =>
  guildDecider.decide(state, { ...change, authority }, context(by));

const after = (state: GuildState, change: GuildChange, authority = MANAGER, atMs = 1_000): GuildState => {
  const decision = decide(state, change, authority);
  if (!decision.ok) throw new Error(decision.rejection.message);
  return decision.events.reduce((sum, event) => guildDecider.evolve(sum, event, atMs), state);
};

const codeOf = (state: GuildState, change: GuildChange, authority?: Authority, by?: string): string => {
  const decision = decide(state, change, authority, by);
  return decision.ok ? 'ok' : decision.rejection.code;
};

const battleOff: GuildChange = { type: 'SetFeature', feature: 'battle', channel: null, isOn: false };
const german: GuildChange = { type: 'SetLanguage', language: 'de' };
const ban: GuildChange = { type: 'Ban', reason: sealed('u9', 'Spam') };

describe('a guild', () => {
  it('has everything on until somebody says otherwise', () => {
    const settings = guildReads.settings(initialGuild());
    expect(isFeatureOn(settings, 'battle', ['c1'])).toBe(true);
    expect(isChannelOn(settings, ['c1'])).toBe(true);
    expect(settings).toMatchObject({ language: null, threads: 'on', bannedFor: null });
  });

  it('lets the nearest rule decide: thread, channel, guild', () => {
    let state = after(initialGuild(), battleOff);
    state = after(state, { ...battleOff, channel: 'c1', isOn: true });
    state = after(state, { ...battleOff, channel: 't1', isOn: false });
    const settings = guildReads.settings(state);
    expect(isFeatureOn(settings, 'battle', ['c2'])).toBe(false);
    expect(isFeatureOn(settings, 'battle', ['c1'])).toBe(true);
    expect(isFeatureOn(settings, 'battle', ['t2', 'c1'])).toBe(true);
    expect(isFeatureOn(settings, 'battle', ['t1', 'c1'])).toBe(false);
    expect(isFeatureOn(settings, 'pet', ['c2'])).toBe(true);
    expect(isFeatureOn(after(state, { ...battleOff, isOn: null }), 'battle', ['c2'])).toBe(true);
    const closed = after(state, { type: 'SetChannel', channel: 'c1', isOn: false });
    expect(isChannelOn(closed, ['t2', 'c1'])).toBe(false);
    expect(isChannelOn(closed, ['c2'])).toBe(true);
  });

  it('keeps to a form that its snapshots take', () => {
    const state = [battleOff, german, ban].reduce((sum, change) => after(sum, change, OWNER), initialGuild());
    expect(guildStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('writes down who changed what, newest first, and nothing that changes nothing', () => {
    let state = after(initialGuild(), battleOff);
    state = after(state, { ...battleOff, isOn: true }, MANAGER, 2_000);
    expect(decide(state, { ...battleOff, isOn: true })).toMatchObject({
      events: [],
      reply: { changed: false },
    });
    expect(guildReads.audit(state, { limit: 10 })).toEqual([
      {
        atMs: 2_000,
        by: 'u1',
        what: 'feature',
        subject: 'battle',
        channel: null,
        before: 'off',
        after: 'on',
      },
      { atMs: 1_000, by: 'u1', what: 'feature', subject: 'battle', channel: null, before: '', after: 'off' },
    ]);
    for (let turn = 0; turn < AUDIT_MAX; turn += 1) {
      state = after(state, { type: 'SetThreads', mode: turn % 2 === 0 ? 'off' : 'on' });
    }
    expect(guildReads.audit(state, { limit: 1_000 }).map(({ what }) => what)).toEqual(
      Array.from({ length: AUDIT_MAX }, () => 'threads'),
    );
  });

  it('refuses what is of no known form, and more rules than it holds', () => {
    expect(codeOf(initialGuild(), { ...battleOff, feature: 'no such thing' })).toBe('E_INPUT');
    expect(codeOf(initialGuild(), { ...battleOff, channel: '<#1>' })).toBe('E_INPUT');
    expect(codeOf(initialGuild(), { type: 'SetLanguage', language: 'xx' as 'de' })).toBe('E_INPUT');
    let state = initialGuild();
    for (let n = 0; n < RULES_MAX; n += 1) state = after(state, { ...battleOff, channel: `c${n}` });
    expect(codeOf(state, { ...battleOff, channel: 'more' })).toBe('E_LIMIT');
    expect(codeOf(state, { ...battleOff, channel: 'c1', isOn: null })).toBe('ok');
  });
});

describe('what a guild has chosen and Discord deletes', () => {
  const SURFACE = 'discord:0:places';
  const role: GuildChange = { type: 'SetRole', role: 'r1', as: 'moderator' };
  const news = (channel: string | null): GuildChange => ({ type: 'SetNews', channel });
  const lose = (state: GuildState, what: 'channel' | 'role', place: string, atMs = 5_000): GuildState => {
    const decision = guildDecider.decide(state, { type: 'LosePlace', what, place }, context(SURFACE));
    if (!decision.ok) throw new Error(decision.rejection.message);
    return decision.events.reduce((sum, event) => guildDecider.evolve(sum, event, atMs), state);
  };
  const chosen = [
    { ...battleOff, channel: 'c1' },
    { ...battleOff, channel: 'c2' },
    { type: 'SetChannel', channel: 'c1', isOn: false } as const,
    news('c1'),
    role,
    { ...role, role: 'r2', as: 'manager' } as const,
  ].reduce((sum, change) => after(sum, change), initialGuild());

  it('is taken back, all of it, and nothing else', () => {
    const settings = guildReads.settings(lose(lose(chosen, 'channel', 'c1'), 'role', 'r1'));
    expect(settings).toEqual({
      ...guildReads.settings(chosen),
      features: [{ feature: 'battle', channel: 'c2', isOn: false }],
      channels: [],
      roles: [{ role: 'r2', as: 'manager' }],
      news: null,
      lost: [
        { what: 'news', place: 'c1', as: null, atMs: 5_000 },
        { what: 'role', place: 'r1', as: 'moderator', atMs: 5_000 },
      ],
    });
    expect(guildStateSchema.parse(lose(chosen, 'channel', 'c1'))).toEqual(lose(chosen, 'channel', 'c1'));
  });

  it('is written down once, by the surface', () => {
    const once = lose(chosen, 'channel', 'c1');
    expect(guildReads.audit(once, { limit: 3 }).map(({ by, what, after: now }) => [by, what, now])).toEqual([
      [SURFACE, 'news', ''],
      [SURFACE, 'channel', ''],
      [SURFACE, 'feature', ''],
    ]);
    expect(lose(once, 'channel', 'c1')).toEqual(once);
    expect(lose(once, 'channel', 'elsewhere')).toEqual(once);
    expect(lose(once, 'role', 'r9')).toEqual(once);
  });

  it('is missed until somebody chooses anew, or says that nothing is to be there', () => {
    const both = lose(lose(chosen, 'channel', 'c1'), 'role', 'r1');
    const lostOf = ({ lost }: GuildState) => lost.map(({ what }) => what);
    expect(lostOf(after(both, german))).toEqual(['news', 'role']);
    expect(lostOf(after(both, news('c2')))).toEqual(['role']);
    expect(decide(both, news(null))).toMatchObject({ reply: { changed: true } });
    expect(lostOf(after(both, news(null)))).toEqual(['role']);
    expect(lostOf(after(both, { ...role, role: 'r3' }))).toEqual(['news']);
    expect(lostOf(after(both, { ...role, as: null }))).toEqual(['news']);
    expect(decide(after(both, news(null)), news(null))).toMatchObject({ reply: { changed: false } });
  });

  it('is the word of a surface alone, and a snapshot of before knows of none', () => {
    const byPerson = guildDecider.decide(
      chosen,
      { type: 'LosePlace', what: 'channel', place: 'c1' },
      context('u1'),
    );
    expect(byPerson).toMatchObject({ ok: false, rejection: { code: 'E_PERM' } });
    const { lost: _lost, news: _news, ownLanguage: _own, ...before } = initialGuild();
    expect(guildStateSchema.parse(upgradeGuildState(before))).toEqual(initialGuild());
    const { ownLanguage: _new, ...newer } = chosen;
    expect(guildStateSchema.parse(upgradeGuildState(newer))).toEqual(chosen);
  });
});

describe('what a guild speaks by itself', () => {
  const note = (state: GuildState, language: Language, by = 'discord:0:languages') =>
    guildDecider.decide(state, { type: 'NoteLanguage', language }, context(by));
  const speaking = (state: GuildState, language: Language): GuildState => {
    const decision = note(state, language);
    if (!decision.ok) throw new Error(decision.rejection.message);
    return decision.events.reduce((sum, event) => guildDecider.evolve(sum, event, 1_000), state);
  };

  it('is kept as its surface says, English until then, and is no choice of anybody', () => {
    expect(note(initialGuild(), 'en')).toMatchObject({ events: [], reply: { changed: false } });
    const state = speaking(after(initialGuild(), battleOff), 'de');
    expect(guildReads.settings(state)).toMatchObject({ ownLanguage: 'de', language: null });
    expect(state.audit).toHaveLength(1);
    expect(note(state, 'de')).toMatchObject({ events: [], reply: { changed: false } });
    expect(speaking(state, 'en').ownLanguage).toBe('en');
    expect(guildStateSchema.parse(state)).toEqual(state);
  });

  it('is the word of a surface alone', () => {
    expect(note(initialGuild(), 'de', 'u1')).toMatchObject({ ok: false, rejection: { code: 'E_PERM' } });
  });
});

describe('who may change a guild', () => {
  const set: GuildChange = { type: 'SetRole', role: 'r1', as: 'moderator' };
  const keepers = after(initialGuild(), set);

  it('is decided by the guild itself, by the roles that count in its own turn', () => {
    expect(codeOf(initialGuild(), battleOff, bearing('r1'))).toBe('E_PERM');
    expect(codeOf(keepers, battleOff, bearing('r1'))).toBe('ok');
    // a surface that still remembers a role which was taken back
    const withoutIt = after(keepers, { ...set, as: null });
    expect(codeOf(withoutIt, battleOff, bearing('r1'))).toBe('E_PERM');
  });

  it.each([
    [battleOff, ['E_PERM', 'ok', 'ok', 'ok']],
    [{ type: 'SetChannel', channel: 'c1', isOn: false }, ['E_PERM', 'ok', 'ok', 'ok']],
    [{ ...set, role: 'r2' }, ['E_PERM', 'E_PERM', 'ok', 'ok']],
    [german, ['E_PERM', 'E_PERM', 'ok', 'ok']],
    [{ type: 'SetThreads', mode: 'off' }, ['E_PERM', 'E_PERM', 'ok', 'ok']],
    [ban, ['E_PERM', 'E_PERM', 'E_PERM', 'ok']],
    [{ type: 'Unban' }, ['E_PERM', 'E_PERM', 'E_PERM', 'ok']],
  ] as const)('%o: member, moderator, manager, owner', (change, expected) => {
    const codes = [MEMBER, bearing('r1'), MANAGER, OWNER].map((who) => codeOf(keepers, change, who));
    expect(codes).toEqual(expected);
  });

  it('is never another entity', () => {
    expect(codeOf(initialGuild(), battleOff, OWNER, 'ledger:home:0')).toBe('E_PERM');
  });

  it('is only an owner of the service once the guild is banned', () => {
    const banned = after(initialGuild(), ban, OWNER);
    expect(guildReads.settings(banned).bannedFor).toBe('Spam');
    expect(codeOf(banned, battleOff, MANAGER)).toBe('E_PERM');
    expect(codeOf(banned, battleOff, OWNER)).toBe('ok');
    expect(guildReads.settings(after(banned, { type: 'Unban' }, OWNER)).bannedFor).toBeNull();
  });

  it('a ban whose author was erased stays a ban', () => {
    const erased: GuildState = { ...initialGuild(), ban: { $sealed: { by: 'u9', text: null } } };
    expect(guildReads.settings(erased).bannedFor).toBe('');
    expect(codeOf(erased, battleOff, MANAGER)).toBe('E_PERM');
  });
});
