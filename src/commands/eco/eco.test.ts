import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identity } from '#actors/identity/identity.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { ledgerBook } from '#actors/followers/ledger-book.ts';
import { user } from '#actors/user/user.ts';
import type { Leg } from '#game/economy/ledger-protocol.ts';
import type { ErrorCode } from '#game/shared/errors.ts';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { autocomplete } from '../autocomplete.ts';
import type { Desk, Outcome } from '../desk.ts';
import { People } from '../enrol.ts';
import { executeCommand, executeComponent } from '../execute.ts';
import { identityBook } from '../identity-book.ts';
import { mintNonce, nonceTimeMs } from '../nonce.ts';
import type { Button, Panel } from '../panel.ts';
import { RecordingEngine } from '../recording-engine.ts';
import { ecoCommands, ecoComponents } from './index.ts';

const DAY_MS = 86_400_000;

let rig: Rig;
let desk: Desk;

beforeEach(async () => {
  rig = await createRig({ kinds: [user, identity, ledger], followers: [ledgerBook] });
  const { clock, engine } = rig;
  const mintKey = () => mintNonce({ nowMs: clock.nowMs() });
  const base = fakeDesk(ecoCommands, ecoComponents);
  desk = {
    ...base,
    deps: { ...base.deps, engine, views: engine.views, clock },
    people: new People(identityBook(engine, mintKey), base.directory, Buffer.alloc(32, 7)),
    mintKey,
    mintedMsOf: nonceTimeMs,
  };
  // Everybody has given a first command, so that they know each other.
  for (const name of ['ash', 'misty', 'brock']) await run(name, '/eco balance');
});

afterEach(() => {
  rig.engine.kill();
  if (rig.alarms.length > 0) throw new Error(JSON.stringify(rig.alarms));
});

/** Lets virtual time pass until the work is done. */
const finish = async <T>(work: Promise<T>): Promise<T> => {
  const progress = { isDone: false };
  const end = work.finally(() => {
    progress.isDone = true;
  });
  for (let turn = 0; turn < 200 && !progress.isDone; turn += 1) await rig.pass(50);
  return end;
};

const callerOf = (name: string, role: 'member' | 'owner' = 'member') => ({
  provider: 'test',
  externalId: name,
  name,
  realm: 'home',
  scope: 'g1',
  roles: new Set([role]),
});

const outcome = async (name: string, text: string, key?: string): Promise<Outcome> =>
  finish(executeCommand(desk, { caller: callerOf(name), text, ...(key === undefined ? {} : { key }) }));
const run = async (name: string, text: string, key?: string): Promise<Panel> => {
  const { panel, error } = await outcome(name, text, key);
  if (error !== undefined) throw new Error(`${text}: ${error.code} ${error.message}`);
  return panel;
};
const codeOf = async (name: string, text: string): Promise<ErrorCode | undefined> =>
  (await outcome(name, text)).error?.code;

const buttonOf = (panel: Panel, label: string): Button => {
  const found = panel.controls
    ?.flat()
    .find((control) => control.kind === 'button' && control.label === label);
  if (found?.kind !== 'button') throw new Error(`no button ${label} on ${panel.title}`);
  return found;
};
const press = async (name: string, panel: Panel, label: string): Promise<Outcome> =>
  finish(executeComponent(desk, { caller: callerOf(name), customId: buttonOf(panel, label).customId }));
const confirm = async (name: string, text: string): Promise<Panel> => {
  const { panel, error } = await press(name, await run(name, text), 'Confirm');
  if (error !== undefined) throw new Error(`${text}: ${error.code} ${error.message}`);
  return panel;
};
const field = (panel: Panel, name: string): string | undefined =>
  panel.fields?.find((one) => one.name === name)?.value;
const coinsOf = async (name: string): Promise<string | undefined> =>
  field(await run(name, '/eco balance'), 'Free');
const cells = (panel: Panel): readonly string[] => (panel.tables ?? []).flatMap((table) => table.rows.flat());

const idOf = (name: string): string => {
  const [id] = desk.directory.called(name);
  if (id === undefined) throw new Error(`nobody is called ${name}`);
  return id;
};
/** Mints something for a person, as an event of the game would. */
const grant = async (
  name: string,
  what: { coins: number } | { item: string; quantity: number },
): Promise<void> => {
  const legs: Leg[] = [Object.assign({ from: 'mint', to: `u:${idOf(name)}` }, what)];
  const command = { type: 'Transfer', legs, memo: { kind: 'demo' } } as const;
  await finish(rig.engine.ask(ledger, { realm: 'home', id: '0' }, command, rig.call()));
};

/** Never waits for an end. */
class ImpatientEngine extends RecordingEngine {
  override async waitFor(): Promise<undefined> {
    await Promise.resolve();
  }
}

const suggest = async (command: string, partial: string) =>
  finish(autocomplete(desk, { caller: callerOf('ash'), command, option: 'item', partial }));

describe('a payment', () => {
  it('shows fee, payee and balance after it, moves nothing before it is confirmed, and then moves once', async () => {
    const offer = await run('ash', '/eco pay user:misty amount:25% note:for the\u202e boat\u0007');
    expect(field(offer, 'Note')).toBe('for the boat');
    expect(offer.title).toBe('Pay misty?');
    expect(['You give', 'To', 'Fee', 'Balance after'].map((name) => field(offer, name))).toEqual([
      '250 coins',
      'misty',
      'none',
      '750 coins',
    ]);
    expect(field(offer, 'Valid until')).toMatch(/^<t:\d+:R>$/);
    expect(await coinsOf('ash')).toBe('1,000 coins');
    const { panel } = await press('ash', offer, 'Confirm');
    expect([panel.title, field(panel, 'Balance now')]).toEqual(['Paid', '750 coins']);
    const receipt = (await press('ash', panel, 'Receipt')).panel;
    expect(receipt.title).toBe(`Receipt ${(field(panel, 'Receipt') ?? '').replaceAll('`', '')}`);
    expect([await coinsOf('ash'), await coinsOf('misty')]).toEqual(['750 coins', '1,250 coins']);
  });

  it('is one payment however often its button is pressed, at once or later', async () => {
    const offer = await run('ash', '/eco pay user:misty amount:100');
    expect(field(offer, 'Note')).toBeUndefined();
    const many = await Promise.all(Array.from({ length: 20 }, async () => press('ash', offer, 'Confirm')));
    const receipts = new Set(many.map(({ panel }) => field(panel, 'Receipt')));
    expect([many.every(({ error }) => error === undefined), receipts.size]).toEqual([true, 1]);
    await rig.pass(120_000);
    expect((await press('ash', offer, 'Confirm')).panel.title).toBe('Paid');
    expect(await coinsOf('ash')).toBe('900 coins');
  });

  it('says at once that it has ended when its button is pressed after many others, and moves nothing', async () => {
    const offer = await run('ash', '/eco pay user:misty amount:100');
    await press('ash', offer, 'Confirm');
    for (let n = 0; n < 60; n += 1) await confirm('ash', '/eco pay user:misty amount:1');
    const before = rig.clock.monoMs();
    const { error } = await press('ash', offer, 'Confirm');
    expect(error).toMatchObject({
      code: 'E_GONE',
      message: expect.stringContaining('/eco history') as string,
    });
    expect(rig.clock.monoMs() - before).toBeLessThan(500);
    expect(await coinsOf('ash')).toBe('840 coins');
  });

  it('is the same offer when the command is repeated under its key, and how it ended once it has', async () => {
    const text = '/eco pay user:misty amount:100';
    const first = await run('ash', text, 'once');
    const again = await run('ash', text, 'once');
    expect(buttonOf(again, 'Confirm').customId).toBe(buttonOf(first, 'Confirm').customId);
    await press('ash', again, 'Confirm');
    expect((await run('ash', text, 'once')).title).toBe('Paid');
    expect((await outcome('ash', '/eco pay user:misty amount:101', 'once')).error?.code).toBe('E_STALE');
    expect(await coinsOf('ash')).toBe('900 coins');
  });

  it('ends with its quote: cancelled or after a minute nothing moves', async () => {
    const cancelled = await run('ash', '/eco pay user:misty amount:100');
    expect((await press('ash', cancelled, 'Cancel')).panel.title).toBe('Cancelled');
    expect((await press('ash', cancelled, 'Confirm')).error?.code).toBe('E_GONE');
    const expired = await run('ash', '/eco pay user:misty amount:100');
    await rig.pass(61_000);
    expect((await press('ash', expired, 'Confirm')).error?.code).toBe('E_GONE');
    expect(await coinsOf('ash')).toBe('1,000 coins');
  });

  it('is checked again when it is confirmed: two offers of all are one payment and one refusal', async () => {
    const one = await run('ash', '/eco pay user:misty amount:all');
    const other = await run('ash', '/eco pay user:brock amount:all');
    expect((await press('ash', one, 'Confirm')).error).toBeUndefined();
    expect((await press('ash', other, 'Confirm')).error?.code).toBe('E_FUNDS');
    expect([await coinsOf('ash'), await coinsOf('brock')]).toEqual(['0 coins', '1,000 coins']);
  });

  it.each([
    ['/eco pay user:ash amount:5', 'E_TARGET'],
    ['/eco pay user:nobody amount:5', 'E_TARGET'],
    ['/eco pay user:misty amount:1001', 'E_FUNDS'],
    ['/eco pay user:misty amount:-5', 'E_INPUT'],
    ['/eco pay user:misty amount:0.1', 'E_INPUT'],
    ['/eco pay user:misty amount:1e309', 'E_INPUT'],
    ['/eco pay user:misty amount:9007199254740993', 'E_INPUT'],
    ['/eco pay user:misty amount:١٢', 'E_INPUT'],
    ['/eco pay user:misty', 'E_INPUT'],
    ['/eco buy item:unicorn', 'E_INPUT'],
    ['/eco buy item:bell', 'E_INPUT'],
    ['/eco buy item:ambershell', 'E_INPUT'],
    ['/eco buy item:goldenbell quantity:1', 'E_FUNDS'],
    ['/eco buy item:goldenbell quantity:all', 'E_FUNDS'],
    ['/eco buy item:goldenbell quantity:2k', 'E_FUNDS'],
    ['/eco sell item:sunmelon', 'E_FUNDS'],
    ['/eco gift user:misty item:sunmelon', 'E_FUNDS'],
    ['/eco gift user:ash item:honeyberry', 'E_TARGET'],
    ['/eco use item:silvercup', 'E_FUNDS'],
    ['/eco use item:jadestar', 'E_FUNDS'],
    ['/eco use item:sunmelon', 'E_GONE'],
    ['/eco receipt id:zzzzz', 'E_INPUT'],
    ['/eco receipt id:zzzzn', 'E_INPUT'],
    ['/eco history kind:theft', 'E_INPUT'],
    ['/eco history from:2026-02-30', 'E_INPUT'],
    ['/eco history to:soon', 'E_INPUT'],
    ['/eco history from:2026-03-02 to:2026-03-01', 'E_INPUT'],
  ])('%s is refused with %s', async (text, code) => {
    expect(await codeOf('ash', text)).toBe(code);
    expect(await coinsOf('ash')).toBe('1,000 coins');
  });

  it('respects those who take nothing and those who show nothing', async () => {
    for (const area of ['requests', 'balance'] as const) {
      const command = { type: 'SetPrivacy', area, level: 'nobody' } as const;
      const call = { ...rig.call(), commandId: `${idOf('misty')}/${area}`, by: idOf('misty') };
      await finish(rig.engine.ask(user, { realm: '0', id: idOf('misty') }, command, call));
    }
    expect(await codeOf('ash', '/eco pay user:misty amount:5')).toBe('E_CONSENT');
    expect(await codeOf('ash', '/eco balance user:misty')).toBe('E_CONSENT');
    expect(field(await run('ash', '/eco balance user:brock'), 'Free')).toBe('1,000 coins');
  });

  it('of a new account ends at 5,000 coins a day, offers side by side included', async () => {
    await grant('ash', { coins: 20_000 });
    const offers = [
      await run('ash', '/eco pay user:misty amount:3000'),
      await run('ash', '/eco pay user:brock amount:3000'),
    ];
    const ends = await Promise.all(offers.map(async (offer) => press('ash', offer, 'Confirm')));
    expect(ends.map(({ error }) => error?.code)).toEqual([undefined, 'E_LIMIT']);
    const beyond = await outcome('ash', '/eco pay user:misty amount:2001');
    expect(beyond.error).toMatchObject({ code: 'E_LIMIT', field: 'amount' });
    expect(beyond.panel.text).toContain('2,000 coins are still possible until');
    expect(await coinsOf('ash')).toBe('18,000 coins');
    rig.clock.advance(7 * DAY_MS);
    await confirm('ash', '/eco pay user:misty amount:all');
    expect(await coinsOf('ash')).toBe('0 coins');
  });

  it('that takes too long shows a Check button, which only looks', async () => {
    const offer = await run('ash', '/eco pay user:misty amount:100');
    const hurried = { ...desk, deps: { ...desk.deps, engine: new ImpatientEngine(desk.deps.engine) } };
    const { customId } = buttonOf(offer, 'Confirm');
    const { panel } = await finish(executeComponent(hurried, { caller: callerOf('ash'), customId }));
    expect(panel.title).toBe('On its way');
    await rig.pass(1_000);
    expect((await press('ash', panel, 'Check')).panel.title).toBe('Paid');
    expect((await press('ash', panel, 'Check')).panel.title).toBe('Paid');
    expect(await coinsOf('ash')).toBe('900 coins');
  });

  it('belongs to the one who asked for it', async () => {
    const offer = await run('ash', '/eco pay user:misty amount:100');
    expect((await press('misty', offer, 'Confirm')).error?.code).toBe('E_PERM');
    expect(await coinsOf('ash')).toBe('1,000 coins');
  });

  it('tells its receiver', async () => {
    await confirm('ash', '/eco pay user:misty amount:40 note:for the boat');
    await rig.pass(1_000);
    const inbox = await finish(
      rig.engine.read(user, { realm: '0', id: idOf('misty') }, 'inbox', { limit: 5 }, rig.call()),
    );
    const [, receiptId = ''] =
      /^ash gave you 40 coins: “for the boat” The receipt is (\w+)\.$/.exec(inbox.entries[0]?.text ?? '') ??
      [];
    expect((await run('misty', `/eco receipt id:${receiptId}`)).title).toBe(`Receipt ${receiptId}`);
  });
});

describe('shop and items', () => {
  it('are bought, counted, sold back for less and given away', async () => {
    const bought = await confirm('ash', '/eco buy item:"Ball of wool" quantity:2');
    expect([bought.title, field(bought, 'You gave'), field(bought, 'You got')]).toEqual([
      'Bought',
      '160 coins',
      '2 × Ball of wool',
    ]);
    expect((await confirm('ash', '/eco sell item:woolball')).title).toBe('Sold');
    expect(await coinsOf('ash')).toBe('896 coins');
    expect((await confirm('ash', '/eco gift user:misty item:woolball quantity:all note:catch')).title).toBe(
      'Given',
    );
    expect((await run('ash', '/eco inventory filter:toy')).text).toContain('/eco shop');
    expect(cells(await run('misty', '/eco inventory'))).toContain('`woolball`');
    expect(await codeOf('misty', '/eco use item:wool')).toBe('E_GONE');
    await grant('misty', { item: 'jadestar', quantity: 1 });
    expect((await run('misty', '/eco use item:jadestar')).text).toContain('for keeping');
  });

  it('are shown shelf by shelf with what each does', async () => {
    const food = await run('ash', '/eco shop');
    expect(cells(food)).toContain('food +25, joy +5');
    const { panel } = await press('ash', food, 'Toys');
    expect(cells(panel)).toContain('`woolball`');
    expect(buttonOf(panel, 'Toys').disabled).toBe(true);
  });

  it('fill pages of an inventory that can be turned', async () => {
    for (const colour of ['amber', 'ash', 'azure', 'cobalt', 'copper', 'coral', 'ivory', 'jade']) {
      for (const shape of ['shell', 'star']) await grant('ash', { item: `${colour}${shape}`, quantity: 3 });
    }
    const first = await run('ash', '/eco inventory');
    expect(first.tables?.[0]?.rows).toHaveLength(15);
    const { panel } = await press('ash', first, 'Next');
    expect(cells(panel)).toContain('Jade star');
    expect(buttonOf(panel, 'Next').disabled).toBe(true);
    expect((await run('ash', '/eco inventory filter:curio')).tables?.[0]?.rows).toHaveLength(15);
  });

  it('are guessed when their name is mistyped', async () => {
    expect((await outcome('ash', '/eco buy item:honeybery')).error?.message).toBe(
      'There is no item “honeybery”. Did you mean `honeyberry`? `/eco shop` and `/eco inventory` list what there is.',
    );
  });

  it('are suggested from the shop, and from what one has', async () => {
    await grant('ash', { item: 'jadestar', quantity: 2 });
    expect(await suggest('eco sell', 'jade')).toEqual([
      { label: 'Jade star – you have 2', value: 'jadestar' },
    ]);
    expect((await suggest('eco buy', 'hon')).map((choice) => choice.value)).toEqual(['honeyberry']);
  });
});

describe('the daily', () => {
  it('pays, shows streak and next time, and waits for the next day', async () => {
    const first = await run('ash', '/eco daily');
    expect([field(first, 'Streak'), field(first, 'Balance now')]).toEqual(['first day', '1,500 coins']);
    const early = await outcome('ash', '/eco daily');
    expect([early.error?.code, (early.error?.retryAfterMs ?? 0) > 0]).toEqual(['E_COOLDOWN', true]);
    rig.clock.advance(DAY_MS);
    const second = await run('ash', '/eco daily');
    expect([field(second, 'Streak'), field(second, 'Balance now')]).toEqual([
      '2 days in a row',
      '2,050 coins',
    ]);
  });
});

describe('the books', () => {
  it('list what came and went with the balance after it, newest first, by kind and person', async () => {
    await confirm('ash', '/eco pay user:misty amount:100 note:boat');
    await confirm('ash', '/eco buy item:honeyberry quantity:2');
    await rig.pass(2_000);
    const all = await run('ash', '/eco history');
    expect(all.tables?.[0]?.rows.map((row) => row.slice(1, 5))).toEqual([
      ['Purchase', 'the shop, the mint', '−72 +2 × Honeyberries', '828'],
      ['Payment', 'misty', '−100', '900'],
      ['Welcome', 'the mint', expect.stringContaining('+1,000'), '1,000'],
    ]);
    expect((await run('ash', '/eco history kind:pay')).tables?.[0]?.rows).toHaveLength(1);
    expect((await run('misty', '/eco history who:ash')).tables?.[0]?.rows).toHaveLength(1);
    expect((await run('ash', '/eco history who:brock')).text).toContain('No entries of that sort');
    const { panel: csv } = await press('ash', all, 'CSV');
    expect(csv.text?.split('\n')).toHaveLength(4);
    expect(csv.text).toContain(',pay,misty,-100,900,,boat');
  });

  it('turn pages back to the first entry', async () => {
    for (let coins = 1; coins <= 25; coins += 1) await grant('ash', { coins });
    await rig.pass(2_000);
    const first = await run('ash', '/eco history');
    const { panel: second } = await press('ash', first, 'Older');
    const { panel: third } = await press('ash', second, 'Older');
    const changes = [first, second, third].flatMap(
      (panel) => panel.tables?.[0]?.rows.map((row) => row[3]) ?? [],
    );
    expect(changes).toEqual([
      ...Array.from({ length: 25 }, (_, at) => `+${25 - at}`),
      expect.stringContaining('+1,000'),
    ]);
    expect(buttonOf(third, 'Older').disabled).toBe(true);
    const { panel: newest } = await press('ash', third, 'Newest');
    expect(newest.tables?.[0]?.rows[0]?.[3]).toBe('+25');
  });

  it('show the days that were asked for, page by page, in the time zone of the person', async () => {
    const zone = { type: 'SetTimeZone', timeZone: 'Pacific/Kiritimati' } as const;
    const call = { ...rig.call(), commandId: `${idOf('ash')}/zone`, by: idOf('ash') };
    await finish(rig.engine.ask(user, { realm: '0', id: idOf('ash') }, zone, call));
    const dateOf = (ms: number): string => new Date(ms + 14 * 3_600_000).toISOString().slice(0, 10);
    const days: string[] = [];
    for (let day = 1; day <= 4; day += 1) {
      rig.clock.advance(DAY_MS);
      days.push(dateOf(rig.clock.nowMs()));
      for (let no = 1; no <= 12; no += 1) await grant('ash', { coins: day * 100 + no });
    }
    await rig.pass(2_000);
    const changes = (panel: Panel): readonly string[] =>
      panel.tables?.[0]?.rows.map((row) => row[3] ?? '') ?? [];
    const expected = (day: number): readonly string[] =>
      Array.from({ length: 12 }, (_, at) => `+${day * 100 + 12 - at}`);
    const first = await run('ash', `/eco history from:${days[1]} to:${days[2]}`);
    expect(first.title).toBe(`Your account from ${days[1]} to ${days[2]}`);
    const { panel: second } = await press('ash', first, 'Older');
    const { panel: third } = await press('ash', second, 'Older');
    expect([first, second, third].flatMap(changes)).toEqual([...expected(3), ...expected(2)]);
    expect(buttonOf(third, 'Older').disabled).toBe(true);
    const { panel: newest } = await press('ash', third, 'Newest');
    expect(changes(newest)).toEqual(changes(first));
    const { panel: csv } = await press('ash', first, 'CSV');
    expect(csv.text?.split('\n')).toHaveLength(25);
    expect(changes(await run('ash', `/eco history to:${days[0]}`))).toEqual(expected(1).slice(0, 10));
    expect(changes(await run('ash', `/eco history from:today kind:demo`))[0]).toBe('+412');
    expect((await run('ash', '/eco history to:2020-01-01')).text).toContain('No entries of that sort');
    expect((await run('ash', '/eco history from:2199-01-01')).text).toContain('No entries of that sort');
  });

  it('show a receipt to its parties and to operators, with its proof, and to nobody else', async () => {
    const paid = await confirm('ash', '/eco pay user:misty amount:100 note:boat');
    const id = (field(paid, 'Receipt') ?? '').replaceAll('`', '');
    await rig.pass(2_000);
    const shown = await run('misty', `/eco receipt id:${id.toUpperCase()}`);
    expect(shown.text).toBe('“boat”');
    expect(shown.tables?.[0]?.rows).toEqual([['ash', 'you', '100 coins']]);
    expect(field(shown, 'Proof')).toMatch(/ledger:home:0#\d{12}`\nchain `[\w-]{43}`/);
    expect(await codeOf('brock', `/eco receipt id:${id}`)).toBe('E_PERM');
    const owner = executeCommand(desk, { caller: callerOf('brock', 'owner'), text: `/eco receipt id:${id}` });
    expect((await finish(owner)).error).toBeUndefined();
    expect(await codeOf('ash', '/eco receipt id:zzzz1')).not.toBeUndefined();
  });

  it('add up, by source and by sink', async () => {
    const before = Number(field(await run('brock', '/eco supply'), 'Items'));
    await confirm('ash', '/eco buy item:honeyberry quantity:2');
    const supply = await run('brock', '/eco supply');
    expect(supply.tone).toBe('good');
    expect(field(supply, 'Checked')).toMatch(/^<t:\d+:R>$/);
    expect(['Minted', 'Destroyed', 'With people', 'Items'].map((name) => field(supply, name))).toEqual([
      '3,000 coins',
      '72 coins (2%)',
      '2,928 coins',
      String(before + 2),
    ]);
    expect(cells(supply)).toEqual(['Welcome', '3,000', 'Purchase', '72']);
  });
});
