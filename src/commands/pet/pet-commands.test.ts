import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTIFY_EVENTS } from '#game/profile/user-state.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { pet } from '#actors/pet/pet.ts';
import { user } from '#actors/user/user.ts';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { controlOf, fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { ecoCommands, ecoComponents } from '../eco/index.ts';
import { notifyCommands, notifyComponents } from '../notify/index.ts';
import type { Panel } from '../panel.ts';
import { profileCommands, profileComponents } from '../profile/index.ts';
import { petCommands, petComponents } from './index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let game: Playing;
let backing: MemoryBacking;

const open = async (): Promise<Playing> =>
  play(
    [...petCommands, ...ecoCommands, ...profileCommands, ...notifyCommands],
    [...petComponents, ...profileComponents, ...notifyComponents, ...ecoComponents],
    backing,
  );

beforeEach(async () => {
  backing = createMemoryBacking();
  game = await open();
});

afterEach(() => {
  game.rig.engine.kill();
  if (game.rig.alarms.length > 0) throw new Error(JSON.stringify(game.rig.alarms));
});

const adopt = async (name = 'ash', text = '/pet adopt species:mossback name:Biscuit'): Promise<void> => {
  await game.confirm(name, text);
  await game.settle();
};

const meterOf = (panel: Panel, label: string): number =>
  panel.meters?.find((meter) => meter.label === label)?.value ?? -1;

const balanceOf = async (name: string) =>
  game.finish(
    game.rig.engine.read(ledger, { realm: 'home', id: '0' }, 'balance', `u:${game.idOf(name)}`, {
      scope: 'g1',
      deadlineMonoMs: game.rig.clock.monoMs() + 3_000,
    }),
  );

/** Days pass without turning the loop for each moment of them. */
const later = async (ms: number): Promise<void> => {
  game.rig.clock.advance(ms);
  await game.rig.pass(200);
  await game.settle();
};

describe('adopting', () => {
  it('shows every species first and adopts one for free', async () => {
    const all = await game.run('ash', '/pet adopt');
    expect(all.tables?.[0]?.rows.length).toBeGreaterThanOrEqual(12);
    const offer = await game.run('ash', '/pet adopt species:mossback name:Biscuit');
    expect(fieldOf(offer, 'Price')).toBe('free, your first');
    const done = (await game.press('ash', controlOf(offer, 'Confirm'))).panel;
    expect(fieldOf(done, 'You got')).toBe('Biscuit the Mossback');
    await game.settle();
    expect((await game.press('ash', controlOf(done, 'View'))).panel.title).toBe('Biscuit the Mossback');
    expect((await game.press('ash', controlOf(done, 'Feed'))).error).toBeUndefined();
    const view = await game.run('ash', '/pet view');
    expect(view.title).toBe('Biscuit the Mossback');
    expect((await balanceOf('ash')).coins).toBe(1_000);
  });

  it('takes the price for a second one and refuses a third that cannot be paid', async () => {
    await adopt();
    await adopt('ash', '/pet adopt species:rimebear name:Snow');
    expect((await balanceOf('ash')).coins).toBe(0);
    expect(await game.codeOf('ash', '/pet adopt species:brookpup')).toBe('E_FUNDS');
    const list = await game.run('ash', '/pet view');
    expect(list.tables?.[0]?.rows.map((row) => row[0])).toEqual(['Biscuit', 'Snow']);
  });

  it('guesses the species that was meant', async () => {
    expect((await game.outcome('ash', '/pet adopt species:mosback name:Biscuit')).error).toMatchObject({
      code: 'E_INPUT',
      field: 'species',
      message:
        'There is no species called “mosback”. Did you mean `mossback`? `/pet adopt` alone shows them all.',
    });
  });

  it('never makes a thirteenth, even by two offers that were confirmed side by side', async () => {
    await game.run('ash', '/pet adopt');
    await game.grant('ash', { coins: 100_000 });
    for (let no = 1; no <= 11; no += 1) await adopt('ash', `/pet adopt species:mossback name:Pet${no}`);
    const offers = [
      await game.run('ash', '/pet adopt species:mossback name:Twelve'),
      await game.run('ash', '/pet adopt species:mossback name:Thirteen'),
    ];
    const coins = (await balanceOf('ash')).coins;
    const ends = await Promise.all(
      offers.map(async (offer) => game.press('ash', controlOf(offer, 'Confirm'))),
    );
    expect(ends.map(({ error }) => error?.code ?? 'ok').toSorted()).toEqual(['E_LIMIT', 'ok']);
    await game.settle();
    const after = await balanceOf('ash');
    expect(after.assets).toBe(12);
    expect(after.coins).toBeGreaterThan(0);
    expect(coins - after.coins).toBeLessThan(2_000);
    expect(await game.codeOf('ash', '/pet adopt species:mossback name:More')).toBe('E_LIMIT');
    await game.press('ash', controlOf(await game.run('ash', '/pet rehome pet:Pet1'), 'Say goodbye'));
    await adopt('ash', '/pet adopt species:mossback name:Again');
    const back = await game.outcome('ash', '/pet rehome undo:true');
    expect(back.error).toMatchObject({ code: 'E_LIMIT' });
    expect(back.error?.message).toContain('sanctuary');
  });

  it('gives one pet however often the same offer is confirmed', async () => {
    const offer = await game.run('ash', '/pet adopt species:mossback');
    const button = controlOf(offer, 'Confirm');
    for (let press = 0; press < 5; press += 1) await game.press('ash', button);
    await game.settle();
    expect((await balanceOf('ash')).assets).toBe(1);
  });

  it('shows the new pet to somebody who looks at once', async () => {
    const offer = await game.run('ash', '/pet adopt species:mossback name:Biscuit');
    const [, view] = await Promise.all([
      game.press('ash', controlOf(offer, 'Confirm')).then(async () => game.outcome('ash', '/pet view')),
      game.press('ash', controlOf(offer, 'Confirm')).then(async () => game.outcome('ash', '/pet view')),
    ]);
    expect(view.panel.title).toBe('Biscuit the Mossback');
  });

  it('refuses species, names and mentions that are none', async () => {
    expect(await game.codeOf('ash', '/pet adopt species:dragon')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/pet adopt species:mossback name:"<@1>"')).toBe('E_INPUT');
  });

  it('says what to do to somebody without a pet', async () => {
    expect((await game.run('ash', '/pet view')).text).toContain('/pet adopt');
    expect((await game.outcome('ash', '/pet feed')).error).toMatchObject({ code: 'E_GONE' });
  });
});

describe('caring', () => {
  it('feeds with an item of the owner, which is used up', async () => {
    await adopt();
    const before = meterOf(await game.run('ash', '/pet view'), 'Food');
    const pieces = (await balanceOf('ash')).pieces;
    const after = await game.run('ash', '/pet feed item:breadroll');
    expect(after.text).toContain('food +20');
    expect(meterOf(after, 'Food')).toBe(before + 20);
    expect((await balanceOf('ash')).pieces).toBe(pieces - 1);
  });

  it('changes nothing when the item is not there', async () => {
    await adopt();
    const before = meterOf(await game.run('ash', '/pet view'), 'Food');
    expect(await game.codeOf('ash', '/pet feed item:feastplate')).toBe('E_FUNDS');
    expect(await game.codeOf('ash', '/pet feed item:woolball')).toBe('E_INPUT');
    expect(meterOf(await game.run('ash', '/pet view'), 'Food')).toBe(before);
    expect(await game.codeOf('ash', '/pet clean')).toBe('ok');
  });

  it('repeats a command of the same key without feeding twice', async () => {
    await adopt();
    await game.run('ash', '/pet feed item:breadroll', 'k1');
    const pieces = (await balanceOf('ash')).pieces;
    await game.run('ash', '/pet feed item:breadroll', 'k1');
    expect((await balanceOf('ash')).pieces).toBe(pieces);
  });

  it('plays with a toy only when it is there, and keeps it', async () => {
    await adopt();
    expect(await game.codeOf('ash', '/pet play item:woolball')).toBe('E_FUNDS');
    await game.grant('ash', { item: 'woolball', quantity: 1 });
    const plain = await game.run('ash', '/pet play item:woolball');
    expect(plain.text).toContain('joy +');
    expect(await game.codeOf('ash', '/pet play item:woolball')).toBe('ok');
  });

  it('uses food, toys and medicine by /eco use as well, on the only pet or the one named', async () => {
    await adopt();
    await later(20 * 3_600_000);
    const fed = await game.run('ash', '/eco use item:breadroll');
    expect(fed.text).toContain('Biscuit ate it up');
    expect(meterOf(fed, 'Food')).toBeGreaterThan(40);
    const again = await game.run('ash', '/eco use item:breadroll', 'once');
    expect(await game.run('ash', '/eco use item:breadroll', 'once')).toMatchObject({ title: again.title });
    expect(await game.codeOf('ash', '/eco use item:breadroll', 'last')).toBe('ok');
    expect(await game.codeOf('ash', '/eco use item:breadroll', 'last')).toBe('ok');
    expect(await game.codeOf('ash', '/eco use item:breadroll')).toBe('E_FUNDS');
    await game.grant('ash', { item: 'woolball', quantity: 1 });
    expect((await game.run('ash', '/eco use item:"Ball of wool" pet:Biscuit')).text).toContain('wild time');
    await game.grant('ash', { item: 'mintdrops', quantity: 1 });
    expect(await game.codeOf('ash', '/eco use item:mintdrops')).toBe('E_LIMIT');
    expect(await game.codeOf('ash', '/eco use item:woolball pet:Nobody')).toBe('E_INPUT');
    await game.grant('ash', { coins: 9_000 });
    await adopt('ash', '/pet adopt species:brookpup name:Ripple');
    expect(await game.codeOf('ash', '/eco use item:woolball')).toBe('E_INPUT');
    expect((await game.run('ash', '/eco use item:woolball pet:Ripple')).title).toContain('Ripple');
    expect((await game.suggest('ash', 'eco use', 'pet', 'rip')).map(({ label }) => label)).toEqual([
      'Ripple (Brookpup)',
    ]);
  });

  it('is done once by twenty presses of one button', async () => {
    await adopt();
    const view = await game.run('ash', '/pet view');
    const button = controlOf(view, 'Play');
    const first = await game.press('ash', button);
    const bond = meterOf(first.panel, 'Bond');
    for (let press = 0; press < 19; press += 1) await game.press('ash', button);
    expect(meterOf(await game.run('ash', '/pet view'), 'Bond')).toBe(bond);
  });

  it('offers the food at hand by a button and a list', async () => {
    await adopt();
    const chooser = (await game.press('ash', controlOf(await game.run('ash', '/pet view'), 'Feed'))).panel;
    const list = controlOf(chooser, 'select');
    expect(list.kind === 'select' && list.options.map(({ value }) => value)).toContain('breadroll');
    const fed = await game.press('ash', list, ['honeyberry']);
    expect(fed.panel.text).toContain('food +25');
  });

  it('suggests own food first and pets by name', async () => {
    await adopt();
    const food = await game.suggest('ash', 'pet feed', 'item');
    expect(food[0]?.label).toContain('×');
    expect(food.at(-1)?.label).toContain('in the shop');
    const mine = await game.suggest('ash', 'pet view', 'pet', 'bis');
    expect(mine.map(({ label }) => label)).toEqual(['Biscuit (Mossback)']);
  });

  it('is refused to a stranger who has the button of another', async () => {
    await adopt();
    const view = await game.run('ash', '/pet view');
    const stolen = await game.press('misty', controlOf(view, 'Play'));
    expect(stolen.error?.code).toBe('E_PERM');
  });

  it('works by an old button after a restart', async () => {
    await adopt();
    const button = controlOf(await game.run('ash', '/pet view'), 'Clean');
    game.rig.engine.kill();
    const { clock } = game.rig;
    const nowMs = clock.nowMs();
    game = await open();
    game.rig.clock.jump(nowMs - game.rig.clock.nowMs() + HOUR_MS);
    const cleaned = await game.press('ash', button);
    expect(cleaned.error).toBeUndefined();
    expect(cleaned.panel.title).toBe('Biscuit the Mossback');
  });
});

describe('going out', () => {
  it('shows risk and reward, sends by a button, pays when it is back and tells the owner', async () => {
    await adopt();
    const plan = await game.run('ash', '/pet expedition start route:meadow hours:8');
    expect(fieldOf(plan, 'Brings')).toMatch(/^\d+ to \d+ coins$/);
    const sent = await game.press('ash', controlOf(plan, 'Send for 8 h'));
    expect(sent.error).toBeUndefined();
    const busy = (await game.outcome('ash', '/pet train skill:wit')).error;
    expect(busy?.code).toBe('E_BUSY');
    expect(busy?.message).toMatch(
      /^Biscuit is away at Mill meadow and free again <t:\d+:R>\. `\/pet expedition status` /,
    );
    const second = (await game.outcome('ash', '/pet expedition start route:meadow hours:1')).error;
    expect([second?.code, second?.message]).toEqual([busy?.code, busy?.message]);
    await later(8 * HOUR_MS + 1_000);
    const { coins } = await balanceOf('ash');
    expect(coins).toBeGreaterThan(1_000);
    const inbox = await game.run('ash', '/notify view');
    expect(inbox.tables?.[0]?.rows.flat().join(' ')).toContain('is back from Mill meadow');
    const status = await game.run('ash', '/pet expedition status');
    expect(fieldOf(status, 'Last')).toContain('receipt');
    const again = await game.press('ash', controlOf(status, 'Again to Mill meadow'));
    expect(controlOf(again.panel, 'Send for 8 h').kind).toBe('button');
  });

  it('offers no way that would be refused when it is pressed', async () => {
    await adopt();
    const far = (await game.outcome('ash', '/pet expedition start route:caldera hours:1')).error;
    expect([far?.code, far?.message]).toEqual(['E_LIMIT', expect.stringContaining('takes a bond of')]);
    await game.run('ash', '/pet vacation mode:on');
    expect((await game.outcome('ash', '/pet expedition start route:meadow hours:1')).error).toMatchObject({
      code: 'E_BUSY',
      message: expect.stringContaining('`/pet vacation mode:off` ends it sooner') as string,
    });
  });

  it('comes back early with less when it is called', async () => {
    await adopt();
    const plan = await game.run('ash', '/pet expedition start route:meadow hours:8');
    await game.press('ash', controlOf(plan, 'Send for 8 h'));
    await later(4 * HOUR_MS);
    await game.run('ash', '/pet expedition recall');
    await game.settle();
    const early = (await balanceOf('ash')).coins;
    expect(early).toBeGreaterThan(1_000);
    expect(early).toBeLessThan(1_000 + 26 * 4);
    expect(await game.codeOf('ash', '/pet expedition recall')).toBe('E_GONE');
  });

  it('refuses hours that are none and routes that are none', async () => {
    await adopt();
    for (const hours of ['-5', '73', '5m', '1e309', 'soon', '١٢']) {
      expect(await game.codeOf('ash', `/pet expedition start route:meadow hours:${hours}`)).toBe('E_INPUT');
    }
    expect(await game.codeOf('ash', '/pet expedition start route:moon hours:1')).toBe('E_INPUT');
  });

  it('trains a skill in half an hour', async () => {
    await adopt();
    await game.run('ash', '/pet train skill:wit');
    await later(31 * 60_000);
    expect(fieldOf(await game.run('ash', '/pet view'), 'Skills')).toBe('wit 1');
  });
});

describe('keeping', () => {
  it('stops the clock on vacation for at least a day', async () => {
    await adopt();
    const food = meterOf(await game.run('ash', '/pet view'), 'Food');
    await game.run('ash', '/pet vacation mode:on days:3');
    expect(await game.codeOf('ash', '/pet vacation mode:off')).toBe('E_COOLDOWN');
    expect(await game.codeOf('ash', '/pet feed')).toBe('E_BUSY');
    await later(2 * DAY_MS);
    const back = await game.run('ash', '/pet vacation mode:off');
    expect(meterOf(back, 'Food')).toBe(food);
  });

  it('takes a new name for a price and gives the old one back', async () => {
    await adopt();
    await game.confirm('ash', '/pet rename name:Toast');
    await game.settle();
    expect((await game.run('ash', '/pet view')).title).toBe('Toast the Mossback');
    expect((await balanceOf('ash')).coins).toBe(900);
    await game.run('ash', '/pet rename undo:true');
    expect((await game.run('ash', '/pet view')).title).toBe('Biscuit the Mossback');
    expect(await game.codeOf('ash', '/pet rename undo:true')).toBe('E_GONE');
  });

  it('says goodbye after asking and comes back within seven days', async () => {
    await adopt();
    const goodbye = await game.press('ash', controlOf(await game.run('ash', '/pet rehome'), 'Say goodbye'));
    expect(goodbye.panel.title).toBe('Goodbye, Biscuit');
    await game.settle();
    expect((await balanceOf('ash')).assets).toBe(0);
    await later(6 * DAY_MS);
    await game.run('ash', '/pet rehome undo:true');
    await game.settle();
    expect((await balanceOf('ash')).assets).toBe(1);
    expect(await game.codeOf('ash', '/pet clean')).toBe('ok');
  });

  it('stays in the sanctuary after seven days', async () => {
    await adopt();
    await game.press('ash', controlOf(await game.run('ash', '/pet rehome'), 'Say goodbye'));
    await later(8 * DAY_MS);
    expect(await game.codeOf('ash', '/pet rehome undo:true')).toBe('E_GONE');
  });
});

describe('profile and inbox', () => {
  it('shows level, balance and pets, and an edited title by the form', async () => {
    await adopt();
    const form = await game.run('ash', '/profile edit');
    expect(form.modal?.fields.map(({ id }) => id)).toEqual(['title', 'bio', 'colour']);
    const saved = await game.submit('ash', form, { title: 'Keeper', bio: 'Two\nlines', colour: '#336699' });
    expect(saved.error).toBeUndefined();
    expect((await game.run('ash', '/profile view')).title).toBe('ash');
    await game.press('ash', controlOf(saved.panel, 'Save'));
    const view = await game.run('ash', '/profile view');
    expect(view.title).toBe('ash, Keeper');
    expect(fieldOf(view, 'Pets')).toBe('Biscuit');
    expect(view.images?.[0]?.hue).toBe(210);
    const stale = await game.submit('ash', form, { title: 'Late', bio: '', colour: '' });
    expect(stale.error?.code).toBe('E_STALE');
  });

  it('hides what somebody keeps to themselves', async () => {
    await game.run('misty', '/profile privacy area:balance level:nobody');
    await game.run('ash', '/profile view');
    const seen = await game.run('ash', '/profile view user:misty');
    expect(fieldOf(seen, 'Balance')).toBeUndefined();
    await game.run('misty', '/profile privacy area:profile level:nobody');
    expect(await game.codeOf('ash', '/profile view user:misty')).toBe('E_CONSENT');
    expect(await game.codeOf('misty', '/profile view')).toBe('ok');
    expect(await game.codeOf('misty', '/profile privacy area:balance')).toBe('E_INPUT');
  });

  it('tells what happened, newest first', async () => {
    await adopt();
    const timeline = await game.run('ash', '/profile timeline');
    const lines = timeline.tables?.[0]?.rows.map((row) => row[1]);
    expect(lines).toContain('Adopted **Biscuit** the Mossback');
    expect(lines?.at(-1)).toBe('Joined the guildhall');
  });

  it('marks the inbox read and lets events be switched off', async () => {
    await adopt();
    const inbox = await game.run('ash', '/notify view');
    expect(inbox.title).toContain('new');
    const read = await game.press('ash', controlOf(inbox, 'Mark as read'));
    expect(read.panel.title).toBe('Your inbox');
    const settings = await game.run('ash', '/notify set event:level via:off');
    expect(settings.tables?.[0]?.rows.find((row) => row[0] === 'level')?.[2]).toBe('off');
    const toMessage = await game.run('ash', '/notify set event:payment via:dm');
    expect(toMessage.text).toContain('Direct messages need Discord');
    for (const event of NOTIFY_EVENTS) await game.run('ash', `/notify set event:${event} via:inbox`);
    expect((await game.run('ash', '/notify set')).text).toBeUndefined();
    expect(await game.codeOf('ash', '/notify set event:level')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/notify set zone:Mars')).toBe('E_INPUT');
    expect(fieldOf(await game.run('ash', '/notify set zone:Europe/Zurich'), 'Your time zone')).toBe(
      'Europe/Zurich',
    );
  });
});

describe('deleting an account', () => {
  const erase = async (word: string) => {
    const panel = await game.run('ash', '/profile delete');
    expect(panel.text).toContain('cannot be undone');
    expect(fieldOf(panel, 'What stays')).toContain('ledger');
    const { panel: form } = await game.press('ash', controlOf(panel, 'Delete for ever…'));
    return { form, outcome: await game.submit('ash', form, { confirm: word }) };
  };

  it('does nothing before the word is typed', async () => {
    await game.run('ash', '/profile view');
    const before = game.idOf('ash');
    const { outcome } = await erase('yes');
    expect(outcome.error).toMatchObject({ code: 'E_INPUT', field: 'confirm' });
    expect((await game.run('ash', '/profile view')).title).toBe('ash');
    expect(game.idOf('ash')).toBe(before);
  });

  it('erases once, and neither old buttons nor suggestions bring anybody back', async () => {
    await adopt();
    const before = game.idOf('ash');
    const { form, outcome } = await erase(' DELETE ');
    expect(outcome.panel.title).toBe('Your account is erased');
    expect((await game.submit('ash', form, { confirm: 'delete' })).error?.code).toBe('E_PERM');
    expect(await game.suggest('ash', 'pet view', 'pet')).toEqual([]);
    expect(game.desk.directory.called('ash')).toEqual([]);
    expect(await game.codeOf('misty', `/profile view user:${before}`)).toBe('E_TARGET');
    expect((await game.run('ash', '/pet view')).title).toBe('No pet yet');
    expect(game.idOf('ash')).not.toBe(before);
  });
});

describe('a person who was erased', () => {
  it('comes back as somebody new, and what they wrote reads as erased', async () => {
    await adopt();
    const before = game.idOf('ash');
    const suggested = await game.suggest('ash', 'pet view', 'pet');
    const petId = suggested[0]?.value ?? '';
    await game.finish(game.rig.engine.erase(before));
    game.desk.people.forget(before);
    expect((await game.run('ash', '/pet view')).title).toBe('No pet yet');
    expect(game.idOf('ash')).not.toBe(before);
    const call = { scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 3_000 };
    const old = await game.finish(game.rig.engine.read(pet, { realm: 'home', id: petId }, 'view', {}, call));
    expect(old?.name).toBe('Mossback');
    const profile = await game.finish(
      game.rig.engine.read(user, { realm: '0', id: before }, 'view', {}, call),
    );
    expect(profile?.name).toBe('[erased]');
  });
});
