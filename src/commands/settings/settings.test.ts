import { beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../access.ts';
import type { Caller, GuildVisit } from '../desk.ts';
import { executeCommand, executeComponent } from '../execute.ts';
import { commands, components } from '../index.ts';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { controlOf, play, type Playing } from '#test/support/commands/playing.ts';

let game: Playing;

beforeEach(async () => {
  game = await play(commands, components);
});

interface Standing {
  readonly roles?: readonly Role[];
  readonly visit?: Partial<GuildVisit>;
  readonly isAlone?: boolean;
}

const callerOf = (name: string, { roles = ['member'], visit = {}, isAlone = false }: Standing): Caller => ({
  provider: 'test',
  externalId: name,
  name,
  realm: 'home',
  scope: 'g1',
  roles: new Set(roles),
  ...(isAlone ? {} : { guild: { externalId: 'demo', channels: ['hall'], roleIds: [], ...visit } }),
});

const say = (name: string, text: string, standing: Standing = {}) =>
  game.finish(executeCommand(game.desk, { caller: callerOf(name, standing), text }));

const MANAGER: Standing = { roles: ['member', 'manager'] };
const OWNER: Standing = { roles: ['member', 'owner'] };

const codeOf = async (name: string, text: string, standing: Standing = {}): Promise<string> =>
  (await say(name, text, standing)).error?.code ?? 'ok';

const rowsOf = async (text: string, standing = MANAGER): Promise<readonly (readonly string[])[]> =>
  (await say('mia', text, standing)).panel.tables?.[0]?.rows ?? [];

describe('/settings', () => {
  it('shows what is chosen, and who chose it', async () => {
    expect(await rowsOf('/settings overview')).toEqual([
      ['Language', 'each person’s own', 'default'],
      ['Threads for battles', 'on', 'default'],
      ['News of the service', 'nowhere', 'default'],
    ]);
    await say('mia', '/settings feature feature:battle state:off channel:#arena', MANAGER);
    expect((await rowsOf('/settings overview'))[0]).toEqual([
      '/battle in #arena',
      'off',
      expect.stringMatching(/^mia <t:\d+:R>$/) as string,
    ]);
  });

  it('takes effect with the next command, in the channel that it names', async () => {
    expect(await codeOf('ash', '/eco balance')).toBe('ok');
    await say('mia', '/settings feature feature:eco state:off channel:hall', MANAGER);
    const { error } = await say('ash', '/eco balance');
    expect(error).toMatchObject({ code: 'E_PERM' });
    expect(error?.message).toContain('/settings feature feature:eco state:on');
    expect(await codeOf('ash', '/eco balance', { visit: { channels: ['arena'] } })).toBe('ok');
    expect(await codeOf('ash', '/eco balance', { visit: { channels: ['thread1', 'hall'] } })).toBe('E_PERM');
    expect(await codeOf('ash', '/eco balance', { visit: { externalId: 'other' } })).toBe('ok');
    expect(await codeOf('ash', '/eco balance', { isAlone: true })).toBe('ok');
    expect(await codeOf('ash', '/pet view')).not.toBe('E_PERM');
    await say('mia', '/settings feature feature:eco state:reset channel:hall', MANAGER);
    expect(await codeOf('ash', '/eco balance')).toBe('ok');
  });

  it('closes a channel but for what sets it right again', async () => {
    await say('mia', '/settings channel channel:hall state:off', MANAGER);
    expect(await codeOf('ash', '/eco balance')).toBe('E_PERM');
    expect(await codeOf('ash', '/help')).toBe('ok');
    expect(await codeOf('mia', '/settings channel channel:hall state:reset', MANAGER)).toBe('ok');
    expect(await codeOf('ash', '/eco balance')).toBe('ok');
  });

  it('lets what has begun be ended where no new one may begin', async () => {
    await say('ash', '/help');
    await say('misty', '/help');
    const quote = await say('ash', '/eco pay user:misty amount:10');
    const shop = await say('ash', '/eco shop');
    await say('mia', '/settings feature feature:eco state:off', MANAGER);
    const press = (customId: string) =>
      game.finish(executeComponent(game.desk, { caller: callerOf('ash', {}), customId }));
    expect((await press(controlOf(shop.panel, 'Toys').customId)).error?.code).toBe('E_PERM');
    expect((await press(controlOf(quote.panel, 'Confirm').customId)).error).toBeUndefined();
  });

  it('is for those who manage the guild, and for roles that they let in', async () => {
    const bearer: Standing = { visit: { roleIds: ['keepers'] } };
    expect(await codeOf('ash', '/settings overview')).toBe('E_PERM');
    expect(await codeOf('joy', '/settings overview', bearer)).toBe('E_PERM');
    await say('mia', '/settings roles role:@keepers as:moderator', MANAGER);
    expect(await codeOf('joy', '/settings feature feature:pet state:off', bearer)).toBe('ok');
    expect(await codeOf('joy', '/settings language language:de', bearer)).toBe('E_PERM');
    await say('mia', '/settings roles role:@keepers as:manager', MANAGER);
    expect(await codeOf('joy', '/settings language language:de', bearer)).toBe('ok');
    await say('mia', '/settings roles role:@keepers as:nobody', MANAGER);
    expect(await codeOf('joy', '/settings overview', bearer)).toBe('E_PERM');
    // who manages one guild manages no other
    expect(
      await codeOf('joy', '/settings overview', { visit: { ...bearer.visit, externalId: 'other' } }),
    ).toBe('E_PERM');
  });

  it('belongs to a guild', async () => {
    expect(await codeOf('mia', '/settings overview', { ...OWNER, isAlone: true })).toBe('E_TARGET');
  });

  it('keeps a trail of every change, by name', async () => {
    expect((await say('mia', '/settings audit', MANAGER)).panel.text).toContain('/settings feature');
    await say('mia', '/settings threads mode:off', MANAGER);
    await say('brock', '/settings language language:de', OWNER);
    await say('brock', '/settings language language:de', OWNER);
    const rows = await rowsOf('/settings audit');
    expect(rows.map(([_when, ...rest]) => rest)).toEqual([
      ['brock', 'language', 'nicht gesetzt', 'de'],
      ['mia', 'threads', 'an', 'aus'],
    ]);
  });

  it('speaks the language of the guild, else that of who asks; what all see in the guild’s own', async () => {
    const titleOf = async (text: string, locale?: string, guildLocale?: string): Promise<string> => {
      const caller = callerOf('ash', guildLocale === undefined ? {} : { visit: { locale: guildLocale } });
      const spoken = { ...caller, ...(locale === undefined ? {} : { locale }) };
      return (await game.finish(executeCommand(game.desk, { caller: spoken, text }))).panel.title;
    };
    expect(await titleOf('/eco balance')).toBe('Your purse');
    expect(await titleOf('/eco balance', 'de')).toBe('Dein Geldbeutel');
    expect(await titleOf('/eco balance', 'fr')).toBe('Your purse');
    expect(await titleOf('/eco balance', 'en-GB', 'de')).toBe('Your purse');
    expect(await titleOf('/eco balance share:true', 'en-GB', 'de')).toBe('Dein Geldbeutel');
    expect(await titleOf('/eco balance share:true', 'de', 'en-US')).toBe('Your purse');
    await say('mia', '/settings language language:de', MANAGER);
    expect(await titleOf('/eco balance', 'en-GB', 'en-US')).toBe('Dein Geldbeutel');
    const { error } = await say('ash', '/settings overview');
    expect(error?.message).toContain('Das braucht die Rolle');
  });

  it('outlives a restart', async () => {
    const backing = createMemoryBacking();
    game = await play(commands, components, backing);
    await say('mia', '/settings feature feature:eco state:off', MANAGER);
    game.rig.engine.kill();
    game = await play(commands, components, backing);
    expect(await codeOf('ash', '/eco balance')).toBe('E_PERM');
  });
});

describe('a banned guild', () => {
  const BAN = '/admin guild ban guild:demo reason:Spam';

  it('gets a clear refusal for every command and control, and its owners of the service lift it', async () => {
    const shop = await say('ash', '/eco shop');
    // the playground's guilds are named by their provider
    const caller = { ...callerOf('ash', {}), provider: 'playground' };
    const asked = (text: string) => game.finish(executeCommand(game.desk, { caller, text }));
    expect((await asked('/eco balance')).error).toBeUndefined();
    expect(await codeOf('mia', BAN, MANAGER)).toBe('E_PERM');
    expect((await say('brock', BAN, OWNER)).panel.title).toContain('Banned');
    const { error } = await asked('/eco balance');
    expect(error).toMatchObject({ code: 'E_PERM' });
    expect(error?.message).toMatch(/banned.*Why: Spam/);
    const { customId } = controlOf(shop.panel, 'Toys');
    const pressed = await game.finish(executeComponent(game.desk, { caller, customId }));
    expect(pressed.error).toMatchObject({ code: 'E_PERM' });
    expect(
      (
        await game.finish(
          executeCommand(game.desk, {
            caller: { ...caller, roles: new Set(['member', 'manager']) },
            text: '/settings overview',
          }),
        )
      ).error?.message,
    ).toContain('banned');
    expect((await say('brock', '/admin guild unban guild:demo', OWNER)).panel.title).toBe('Let in again');
    expect((await asked('/eco balance')).error).toBeUndefined();
  });

  it('is named by what its surface calls it', async () => {
    expect((await say('brock', '/admin guild view guild:a-b', OWNER)).error).toMatchObject({
      code: 'E_INPUT',
      field: 'guild',
    });
  });
});
