import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledger } from '#actors/ledger/ledger.ts';
import {
  buttonOf,
  closeRigs,
  fieldOf,
  movableClock,
  openService,
  type Reply,
  type ServiceRig,
  wordsOf,
} from '#test/support/service-rig.ts';

const HOUR_MS = 3_600_000;
const clock = movableClock();
let rig: ServiceRig;

beforeAll(async () => {
  rig = await openService({ clock });
  await rig.service.enlivened;
  await rig.run('guest-a', '/eco balance');
  await rig.run('guest-b', '/eco balance');
});
afterAll(closeRigs);

/** Nothing half done: the books add up and nobody but the mint owes anything. */
const booksAddUp = async (): Promise<void> => {
  const { engine, desk } = rig.service;
  const call = { scope: 'g1', deadlineMonoMs: desk.deps.clock.monoMs() + 5_000 };
  const found = await engine.read(ledger, { realm: 'home', id: '0' }, 'check', null, call);
  expect(found.problems).toEqual([]);
};

/** Marks that nobody sees, line breaks apart. */
const UNSEEN = /(?!\n)\p{Cc}|\p{Bidi_Control}|\u200b|\u200d|\ufeff/u;

/** Every text in an answer. */
const wordsIn = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).map(wordsIn).join('\n') : String(value);

const codeOf = ({ error }: Reply): string => error?.code ?? 'ok';

describe('amounts', () => {
  it.each([
    ['-5', 'E_INPUT'],
    ['0', 'E_INPUT'],
    ['0.1', 'E_INPUT'],
    ['1.0005', 'E_INPUT'],
    ['1e309', 'E_INPUT'],
    ['1e3', 'E_INPUT'],
    ['NaN', 'E_INPUT'],
    ['Infinity', 'E_INPUT'],
    ['0x10', 'E_INPUT'],
    ['١٢', 'E_INPUT'],
    ['１２', 'E_INPUT'],
    ['101%', 'E_INPUT'],
    ['9007199254740993', 'E_INPUT'],
    ['1000000000001', 'E_INPUT'],
    ['99999999999999999999999999999999999b', 'E_INPUT'],
  ])('of %s are refused by their field and move nothing', async (amount, code) => {
    const before = await rig.coins('guest-a');
    const reply = await rig.say('guest-a', `/eco pay user:guest-b amount:${amount}`);
    expect(reply.error).toMatchObject({ code, field: 'amount' });
    expect(reply.error?.message.length).toBeGreaterThan(20);
    expect(await rig.coins('guest-a')).toBe(before);
    await booksAddUp();
  });

  it.each([
    ['250', '250'],
    ['0.5k', '500'],
    ['10%', '100'],
    ['all', '1,000'],
  ])('of %s are understood as %s', async (amount, coins) => {
    await rig.run('guest-am', '/eco balance');
    const offer = await rig.run('guest-am', `/eco pay user:guest-b amount:${amount}`);
    expect(fieldOf(offer, 'You give')).toContain(coins);
  });

  it('beyond the purse say what is there and what is needed', async () => {
    const { error, panel } = await rig.say('guest-a', '/eco pay user:guest-b amount:250k');
    expect(error?.code).toBe('E_FUNDS');
    expect(fieldOf(panel, 'Needed')).toBe('250,000');
  });
});

describe('texts', () => {
  it.each([
    ['an unknown command', '/eco steal', 'E_INPUT'],
    ['no command', 'hello', 'E_INPUT'],
    ['nothing', '', 'E_INPUT'],
    ['an unknown option', '/eco balance colour:red', 'E_INPUT'],
    ['a missing option', '/eco pay user:guest-b', 'E_INPUT'],
    ['a wrong type', '/profile timeline days:many', 'E_INPUT'],
    ['a prototype for a person', '/eco pay user:__proto__ amount:5', 'E_TARGET'],
    ['a prototype for an item', '/eco buy item:constructor', 'E_INPUT'],
    ['a prototype for an option', '/eco balance __proto__:x', 'E_INPUT'],
    ['a note of 5,000 characters', `/eco pay user:guest-b amount:5 note:"${'x'.repeat(5_000)}"`, 'E_INPUT'],
    ['a name of 5,000 characters', `/pet adopt species:mossback name:"${'x'.repeat(5_000)}"`, 'E_INPUT'],
    ['a mention for a name', '/pet adopt species:mossback name:@everyone', 'E_INPUT'],
    ['a raw mention for a name', '/pet adopt species:mossback name:<@123456789012345678>', 'E_INPUT'],
    ['a name of nothing to be seen', '/pet adopt species:mossback name:\u200b\u200d', 'E_INPUT'],
  ])('with %s are refused and say what is wrong', async (_what, text, code) => {
    const reply = await rig.say('guest-a', text);
    expect(codeOf(reply)).toBe(code);
    expect(reply.error?.message).toMatch(/\S{3,}/);
    expect(wordsIn(JSON.parse(reply.body))).not.toMatch(UNSEEN);
    expect(reply.body.length).toBeLessThan(3_000);
    await booksAddUp();
  });

  it.each([
    ['control characters', 'a\u0000b\u0007c\u001bd'],
    ['direction marks', 'abc\u202ecba\u2066x'],
  ])('with %s in a note reach the payee without them', async (_what, note) => {
    await rig.confirm('guest-n', `/eco pay user:guest-b amount:1 note:"${note}"`);
    const inbox = await rig.run('guest-b', '/notify view');
    const words = inbox.tables?.flatMap(({ rows }) => rows.flat()).join('') ?? inbox.text ?? '';
    expect(words).toContain('gave you 1');
    expect(words).not.toMatch(UNSEEN);
  });

  it('that turn around in a name lose the marks that turn them', async () => {
    const offer = await rig.run('guest-a', '/pet adopt species:mossback name:Tw\u202eig');
    expect(offer.title).toBe('Adopt Twig the Mossback?');
  });

  it('in a body with a __proto__ key or of more than 64 KB never become a command', async () => {
    const lines = rig.lines().filter((line) => line['msg'] === 'command').length;
    const proto = '{"persona":"guest-a","text":"/eco daily","__proto__":{"persona":"brock"}}';
    expect((await rig.post('/api/playground/commands', proto)).status).toBe(400);
    const large = JSON.stringify({ persona: 'guest-a', text: `/eco pay ${'x'.repeat(70_000)}` });
    expect((await rig.post('/api/playground/commands', large)).status).toBe(413);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await rig.post('/api/playground/commands', 'persona=brock&text=/eco+daily', form)).status).toBe(
      403,
    );
    const foreign = { origin: 'http://evil.example' };
    const daily = { persona: 'guest-a', text: '/eco daily' };
    expect((await rig.post('/api/playground/commands', daily, foreign)).status).toBe(403);
    expect(rig.lines().filter((line) => line['msg'] === 'command')).toHaveLength(lines);
  });
});

describe('controls', () => {
  it('that are unknown, changed or of another persona do nothing', async () => {
    const { customId } = buttonOf(await rig.run('guest-a', '/eco pay user:guest-b amount:10'), 'Confirm');
    const before = await rig.coins('guest-a');
    const swapped = customId.replace('.confirm.', '.cancel.');
    expect(codeOf(await rig.press('guest-a', 'nonsense'))).toBe('E_INPUT');
    expect(
      codeOf(await rig.press('guest-a', `${customId.slice(0, -1)}${customId.endsWith('A') ? 'B' : 'A'}`)),
    ).toBe('E_INPUT');
    expect(swapped).not.toBe(customId);
    expect(codeOf(await rig.press('guest-a', swapped))).toBe('E_INPUT');
    expect(codeOf(await rig.press('guest-b', customId))).toBe('E_PERM');
    expect(codeOf(await rig.press('brock', customId))).toBe('E_PERM');
    expect(await rig.coins('guest-a')).toBe(before);
    expect(codeOf(await rig.press('guest-a', customId))).toBe('ok');
  });

  it('pressed twenty times at once are one payment with one answer, and so is one pressed again later', async () => {
    const { customId } = buttonOf(await rig.run('guest-c', '/eco pay user:guest-b amount:10'), 'Confirm');
    const replies = await Promise.all(Array.from({ length: 20 }, () => rig.press('guest-c', customId)));
    const later = await rig.press('guest-c', customId);
    expect(new Set([...replies, later].map(({ commandId }) => commandId)).size).toBe(1);
    const receipts = [...replies, later].map(({ panel }) => fieldOf(panel, 'Receipt'));
    expect(new Set(receipts).size).toBe(1);
    expect(await rig.coins('guest-c')).toBe(990);
  });

  it('of an expired quote and of one that was cancelled move nothing', async () => {
    await rig.run('guest-d', '/eco balance');
    const late = buttonOf(await rig.run('guest-d', '/eco pay user:guest-b amount:10'), 'Confirm').customId;
    clock.move(61_000);
    const reply = await rig.press('guest-d', late);
    expect(codeOf(reply)).toBe('E_GONE');
    expect(reply.error?.message).toMatch(/again/i);
    const offer = await rig.run('guest-d', '/eco pay user:guest-b amount:10');
    await rig.press('guest-d', buttonOf(offer, 'Cancel').customId);
    expect(codeOf(await rig.press('guest-d', buttonOf(offer, 'Confirm').customId))).not.toBe('ok');
    expect(await rig.coins('guest-d')).toBe(1_000);
    await booksAddUp();
  });

  it('of a form that was refused takes it again, corrected', async () => {
    const { modal } = await rig.run('guest-a', '/profile edit');
    const send = (colour: string) =>
      rig.press('guest-a', modal?.customId ?? '', { title: 'Corrected', bio: '', colour });
    expect(codeOf(await send('red'))).toBe('E_INPUT');
    expect(codeOf(await send('red'))).toBe('E_INPUT');
    expect(codeOf(await send('#ff0000'))).toBe('ok');
    // the very same form again is the same command
    const preview = await send('#ff0000');
    expect(codeOf(preview)).toBe('ok');
    await rig.press('guest-a', buttonOf(preview.panel, 'Save').customId);
    expect(wordsOf(await rig.run('guest-a', '/profile view'))).toContain('Corrected');
  });

  it('of a form drawn from an older profile are stale', async () => {
    const [first, second] = [
      await rig.run('guest-a', '/profile edit'),
      await rig.run('guest-a', '/profile edit'),
    ];
    const fields = { title: 'First', bio: '', colour: '' };
    const preview = await rig.press('guest-a', first.modal?.customId ?? '', fields);
    const stale = await rig.press('guest-a', second.modal?.customId ?? '', { ...fields, title: 'Second' });
    expect(codeOf(stale)).toBe('E_STALE');
    expect(wordsOf(await rig.run('guest-a', '/profile view'))).not.toContain('First');
    const save = buttonOf(preview.panel, 'Save').customId;
    for (let n = 0; n < 20; n += 1) expect(codeOf(await rig.press('guest-a', save))).toBe('ok');
    expect(wordsOf(await rig.run('guest-a', '/profile view'))).toContain('First');
    // what was saved can neither be saved again nor discarded by an older preview
    expect(codeOf(await rig.press('guest-a', buttonOf(preview.panel, 'Discard').customId))).toBe('E_STALE');
    expect(wordsOf(await rig.run('guest-a', '/profile view'))).toContain('First');
  });
});

describe('an Idempotency-Key', () => {
  it('makes a repeat the same command, and with other words it is E_STALE', async () => {
    const headers = { 'idempotency-key': 'pay-1' };
    const first = await rig.say('guest-k', '/eco pay user:guest-b amount:30', headers);
    const again = await rig.say('guest-k', '/eco pay user:guest-b amount:30', headers);
    expect(again.commandId).toBe(first.commandId);
    expect(buttonOf(again.panel, 'Confirm').customId).toBe(buttonOf(first.panel, 'Confirm').customId);
    const other = await rig.say('guest-k', '/eco pay user:guest-b amount:31', headers);
    expect(codeOf(other)).toBe('E_STALE');
    expect(other.commandId).toBe(first.commandId);
    // another caller's key of the same words is another key
    expect(codeOf(await rig.say('guest-k2', '/eco pay user:guest-b amount:31', headers))).toBe('ok');
  });

  it('stands for the words first said under it, whichever entity they went to, over a restart of their person, too', async () => {
    const headers = { 'idempotency-key': 'two-1' };
    const say = (text: string) => rig.say('guest-k4', text, headers);
    const first = await say('/eco daily');
    expect(codeOf(first)).toBe('ok');
    for (const other of ['/eco pay user:guest-b amount:3', '/pet adopt species:mossback name:Bo'])
      expect(codeOf(await say(other))).toBe('E_STALE');
    expect(codeOf(await say('/eco daily'))).toBe('ok');
    rig.service.engine.crash('user', { realm: '0', id: first.commandId?.split('/')[0] ?? '' });
    expect(codeOf(await say('/eco pay user:guest-b amount:3'))).toBe('E_STALE');
    await rig.service.engine.settled();
    expect(await rig.coins('guest-k4')).toBe(1_500);
  });

  it('is not spent by what only looks or cannot be read', async () => {
    const headers = { 'idempotency-key': 'look-1' };
    const say = (text: string) => rig.say('guest-k5', text, headers);
    expect(codeOf(await say('/eco balance'))).toBe('ok');
    expect(codeOf(await say('/eco pay user:guest-b amount:lots'))).toBe('E_INPUT');
    expect(codeOf(await say('/eco daily'))).toBe('ok');
  });

  it('answers a repeat as the first time, though the purse has changed', async () => {
    const headers = { 'idempotency-key': 'half-1' };
    const text = '/eco pay user:guest-b amount:50%';
    await rig.run('guest-k6', '/eco balance');
    const first = await rig.say('guest-k6', text, headers);
    expect(fieldOf(first.panel, 'Balance after')).toBe('500 coins');
    await rig.say('guest-k6', '/eco daily');
    const again = await rig.say('guest-k6', text, headers);
    expect(again.panel).toEqual(first.panel);
    await rig.press('guest-k6', buttonOf(first.panel, 'Confirm').customId);
    await rig.service.engine.settled();
    const ended = await rig.say('guest-k6', text, headers);
    expect(ended.panel?.title).toBe('Paid');
    expect(await rig.coins('guest-k6')).toBe(1_000);
  });

  it('answers repeats of what cannot be done once more', async () => {
    const adopt = await rig.say('guest-k7', '/pet adopt species:mossback name:Bo');
    await rig.press('guest-k7', buttonOf(adopt.panel, 'Confirm').customId);
    await rig.service.engine.settled();
    const feed = (n: number) => rig.say('guest-k7', '/pet feed', { 'idempotency-key': `feed-${n}` });
    const fed: Reply[] = [];
    for (let n = 0; n < 20; n += 1) {
      const reply = await feed(n);
      if (codeOf(reply) !== 'ok') break;
      fed.push(reply);
    }
    // each takes what there is most need of, until nothing is left or wanted
    expect(fed.length).toBeGreaterThan(1);
    expect(fed.length).toBeLessThan(20);
    for (const [n, { commandId }] of fed.entries()) {
      const again = await feed(n);
      expect([codeOf(again), again.commandId]).toEqual(['ok', commandId]);
    }
    expect(codeOf(await feed(fed.length))).not.toBe('ok');
  });

  it('makes twenty dailies at once one daily', async () => {
    const headers = { 'idempotency-key': 'daily-1' };
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => rig.say('guest-k3', '/eco daily', headers)),
    );
    expect(replies.map(codeOf)).toEqual(replies.map(() => 'ok'));
    await rig.service.engine.settled();
    expect(await rig.coins('guest-k3')).toBe(1_500);
  });
});

describe('clocks', () => {
  it('that change zone or jump back an hour never give two dailies within 20 hours', async () => {
    await rig.run('guest-z', '/notify set zone:Pacific/Kiritimati');
    await rig.run('guest-z', '/eco daily');
    const zones = ['Pacific/Pago_Pago', 'UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'];
    let passed = 0;
    const pass = (ms: number): void => {
      passed += ms;
      clock.move(ms);
    };
    for (const zone of zones) {
      await rig.run('guest-z', `/notify set zone:${zone}`);
      expect(codeOf(await rig.say('guest-z', '/eco daily'))).toBe('E_COOLDOWN');
      pass(3.9 * HOUR_MS);
    }
    // 19.5 hours on, and one hour back
    const early = await rig.say('guest-z', '/eco daily');
    expect(early.error?.retryAfterMs).toBeGreaterThan(0);
    pass(-HOUR_MS);
    expect(codeOf(await rig.say('guest-z', '/eco daily'))).toBe('E_COOLDOWN');
    expect(await rig.coins('guest-z')).toBe(1_500);
    expect(passed).toBe(18.5 * HOUR_MS);
    pass(48 * HOUR_MS);
    expect(codeOf(await rig.say('guest-z', '/eco daily'))).toBe('ok');
    pass(-HOUR_MS);
    expect(codeOf(await rig.say('guest-z', '/eco daily'))).toBe('E_COOLDOWN');
  });

  it('that jump back an hour lose and repeat nothing', async () => {
    const { customId } = buttonOf(await rig.run('guest-y', '/eco pay user:guest-b amount:10'), 'Confirm');
    clock.move(-HOUR_MS);
    expect(codeOf(await rig.press('guest-y', customId))).toBe('ok');
    expect(codeOf(await rig.press('guest-y', customId))).toBe('ok');
    await rig.confirm('guest-y', '/eco pay user:guest-b amount:10');
    expect(await rig.coins('guest-y')).toBe(980);
    await rig.service.engine.settled();
    const timeline = wordsOf(await rig.run('guest-y', '/profile timeline'));
    expect(timeline.match(/Paid 10 /g)).toHaveLength(2);
    await booksAddUp();
  });
});
