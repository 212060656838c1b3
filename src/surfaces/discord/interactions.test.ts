import type { APIInteraction } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type CommandContext,
  type CommandDefinition,
  defineCommand,
  defineComponent,
} from '#commands/define-command.ts';
import type { Panel } from '#commands/panel.ts';
import { refuse } from '#commands/rejected.ts';
import { membersMay } from '#test/support/commands/fake-desk.ts';
import type { FakeOptions } from '#test/support/fake-discord/fake-discord.ts';
import { type DeskRig, openDeskRig } from '#test/support/fake-discord/desk-rig.ts';
import { DEFAULT_LIMITS } from '#test/support/fake-discord/limits.ts';
import { FLAGS } from '#test/support/fake-discord/message-form.ts';
import { isEphemeral } from '#test/support/fake-discord/people.ts';
import type { FakeMessage } from '#test/support/fake-discord/world.ts';
import { answeringBy } from './answering.ts';

const open: DeskRig[] = [];
const seen: { input: Readonly<Record<string, unknown>>; context: CommandContext }[] = [];

/** A gate that a command waits at. */
const gate = () => Promise.withResolvers<void>();

const panelOf = (more: Partial<Panel> = {}): Panel => ({ title: 'Done', ephemeral: true, ...more });

const command = (
  name: string,
  run: CommandDefinition['run'],
  more: Partial<CommandDefinition> = {},
): CommandDefinition =>
  defineCommand({
    name,
    summary: 'Does it',
    options: [],
    ephemeral: true,
    examples: [`/${name}`],
    run,
    ...more,
  });

const idOf = (context: CommandContext, verb: string, entity = '-'): string =>
  context.deps.customIds.encode({
    feature: 'try',
    verb,
    entity,
    revision: 1,
    owner: context.userId,
    nonce: `nonce${entity.length}`,
  });

const button = (context: CommandContext, verb: string) =>
  ({
    kind: 'button',
    customId: idOf(context, verb),
    label: verb,
    style: 'primary',
    disabled: false,
  }) as const;

let wait = Promise.resolve();

const COMMANDS = [
  command(
    'show',
    async (input, context) => {
      seen.push({ input, context });
      return panelOf({
        text: `Hello **${context.displayName}**`,
        controls: [
          [
            button(context, 'again'),
            button(context, 'form'),
            button(context, 'fail'),
            button(context, 'public'),
          ],
          [
            {
              kind: 'select',
              customId: idOf(context, 'pick', 's'),
              placeholder: 'Pick',
              options: [
                { label: 'A', value: 'a' },
                { label: 'B', value: 'b' },
              ],
              max: 2,
              disabled: false,
            },
          ],
        ],
      });
    },
    { options: [{ name: 'share', type: 'boolean', description: 'd' }] },
  ),
  command(
    'options all',
    async (input, context) => {
      seen.push({ input, context });
      return panelOf();
    },
    {
      options: [
        { name: 'who', type: 'user', description: 'd' },
        { name: 'count', type: 'integer', description: 'd', min: 1, max: 5 },
        { name: 'share', type: 'boolean', description: 'd' },
        { name: 'sum', type: 'amount', description: 'd' },
        {
          name: 'mode',
          type: 'choice',
          description: 'd',
          choices: [
            { label: 'On', value: 'on' },
            { label: 'Off', value: 'off' },
          ],
        },
        {
          name: 'note',
          type: 'text',
          description: 'd',
          autocomplete: async (partial) =>
            partial === 'boom'
              ? Promise.reject(new Error('boom'))
              : [
                  { label: 'x'.repeat(150), value: `${partial}!` },
                  { label: 'long', value: 'y'.repeat(101) },
                ],
        },
      ],
    },
  ),
  command(
    'slow',
    async () => {
      await wait;
      return panelOf({ text: 'late' });
    },
    { options: [{ name: 'share', type: 'boolean', description: 'd' }] },
  ),
  command(
    'slow-no',
    async () => {
      await wait;
      return refuse({ code: 'E_FUNDS', message: 'not enough' });
    },
    { ephemeral: false },
  ),
  command('slow-form', async (_input, context) => {
    await wait;
    return panelOf({ modal: { customId: idOf(context, 'form'), title: 'Form', fields: [] } });
  }),
  command('outside', async () => panelOf({ text: 'from far' }), { asksOutside: true }),
  command('no', async () => refuse({ code: 'E_FUNDS', message: 'not enough' }), { ephemeral: false }),
  command('broken', async () => Promise.reject(new Error('secret detail'))),
  command('huge', async () => panelOf({ text: 'x'.repeat(9_000) })),
  command('admin', async () => panelOf()),
];

const COMPONENTS = [
  defineComponent({
    feature: 'try',
    verb: 'again',
    run: async (_input, context) => panelOf({ title: 'Again', controls: [[button(context, 'again')]] }),
  }),
  defineComponent({
    feature: 'try',
    verb: 'public',
    run: async () => panelOf({ title: 'For all', ephemeral: false }),
  }),
  defineComponent({
    feature: 'try',
    verb: 'fail',
    run: async () => refuse({ code: 'E_STALE', message: 'old' }),
  }),
  defineComponent({
    feature: 'try',
    verb: 'pick',
    run: async ({ values }) => panelOf({ title: `Picked ${values.join(' and ')}` }),
  }),
  defineComponent({
    feature: 'try',
    verb: 'form',
    run: async (_input, context) =>
      panelOf({
        modal: {
          customId: idOf(context, 'sent'),
          title: 'Form',
          fields: [{ id: 'name', label: 'Name', multiline: false, required: true, maxLength: 20 }],
        },
      }),
  }),
  defineComponent({
    feature: 'try',
    verb: 'sent',
    run: async ({ fields }) => panelOf({ title: `Sent ${fields['name']}` }),
  }),
  defineComponent({
    feature: 'try',
    verb: 'slow',
    run: async () => {
      await wait;
      return panelOf({ title: 'Slow' });
    },
  }),
];

const rig = async (options: Parameters<typeof openDeskRig>[2] = {}) => {
  const made = await openDeskRig(COMMANDS, COMPONENTS, {
    access: membersMay(COMMANDS, COMPONENTS, { admin: ['owner'] }),
    ...options,
  });
  open.push(made);
  const ash = made.fake.world.addUser('ash', { globalName: 'Ash' });
  const misty = made.fake.world.addUser('misty');
  return {
    ...made,
    people: made.fake.people,
    ash,
    misty,
    requests: async () => {
      await made.interactions.settled();
      return made.fake.requests.map(
        ({ method, path, status }) => `${method} ${path.split('/').at(-1)} ${status}`,
      );
    },
  };
};

const wordsOf = (message: FakeMessage | undefined): string => JSON.stringify(message?.components ?? []);

const controlOf = (message: FakeMessage | undefined, verb: string): string => {
  const id = /"custom_id":"(1\.try\.[^"]+)"/g;
  const found = [...wordsOf(message).matchAll(id)]
    .map(([, customId = '']) => customId)
    .find((customId) => customId.startsWith(`1.try.${verb}.`));
  if (found === undefined) throw new Error(`no control ${verb}`);
  return found;
};

afterEach(async () => {
  seen.length = 0;
  wait = Promise.resolve();
  for (const one of open.splice(0)) await one.close();
});

describe('a slash command', () => {
  it('is answered at once, for the caller alone, without notifying anybody', async () => {
    const { people, ash, requests } = await rig();
    const { type, message, isDeferred } = await people.slash({ user: ash, nick: 'Ashy' }, 'show').answer;
    expect({ type, isDeferred }).toEqual({ type: 'message', isDeferred: false });
    expect(wordsOf(message)).toContain('Hello **Ashy**');
    expect(message?.allowedMentions).toEqual({ parse: [] });
    expect((message?.flags ?? 0) & FLAGS.componentsV2).not.toBe(0);
    expect(message !== undefined && isEphemeral(message)).toBe(true);
    expect(await requests()).toEqual(['POST callback 204']);
  });

  it('is shown to all when it is shared', async () => {
    const { people, ash } = await rig();
    const { message } = await people.slash({ user: ash }, 'show', { share: true }).answer;
    expect(message?.forUserId).toBeUndefined();
  });

  it('has the interaction’s id for its key, and the time of it', async () => {
    const { people, ash } = await rig();
    const act = people.slash({ user: ash }, 'show');
    await act.answer;
    const [{ context } = { context: undefined }] = seen;
    expect(context?.commandId).toBe(`user1/${act.interaction.id}`);
    expect(context?.mintedMs).toBe(act.interaction.sentAtMs);
    expect(context?.scope).toMatch(/^[a-z0-9]{1,14}$/);
  });

  it('hands its options over in the command’s own forms', async () => {
    const { people, ash, misty, desk } = await rig();
    await people.slash({ user: misty }, 'show').answer;
    seen.length = 0;
    await people.slash({ user: ash }, 'options all', {
      who: misty,
      count: 3,
      share: true,
      sum: '1.5m',
      mode: 'on',
      note: '"quoted" who:x',
    }).answer;
    expect(seen[0]?.input).toEqual({
      who: 'user1',
      count: 3,
      share: true,
      sum: '1.5m',
      mode: 'on',
      note: '"quoted" who:x',
    });
    expect(desk.directory.nameOf('user1')).toBe('misty');
  });

  it('refuses bots and people who were never here as targets, and makes nobody a member', async () => {
    const { people, ash, misty, fake, desk } = await rig();
    const bot = fake.world.addUser('robot', { isBot: true });
    const toBot = await people.slash({ user: ash }, 'options all', { who: bot }).answer;
    expect(wordsOf(toBot.message)).toContain('robot is a bot');
    const toStranger = await people.slash({ user: ash }, 'options all', { who: misty }).answer;
    expect(wordsOf(toStranger.message)).toContain('misty has not been here yet');
    expect(wordsOf(toStranger.message)).toContain('E_TARGET');
    expect(desk.enrolled).toEqual([]);
  });

  it('that is not there any more says so', async () => {
    const { people, ash, fake } = await rig();
    fake.commands.get('global')?.push({ name: 'old', description: 'gone', id: '99' });
    const { message } = await people.slash({ user: ash }, 'old').answer;
    expect(wordsOf(message)).toContain('is not a command any more');
    expect(message?.forUserId).toBe(ash.id);
  });

  it('works in direct messages, in a scope of the person', async () => {
    const { people, ash, fake } = await rig();
    const channel = fake.world.addChannel({ type: 1, name: '', recipientId: ash.id });
    await people.slash({ user: ash, channel }, 'show').answer;
    expect(seen[0]?.context.scope).toBe(`d${BigInt(ash.id).toString(36)}`);
  });

  it('goes over into a file when it is long', async () => {
    const { people, ash } = await rig();
    const { message } = await people.slash({ user: ash }, 'huge').answer;
    expect(
      message?.files.map(({ name, bytes }) => [name, bytes.toString().includes('x'.repeat(9_000))]),
    ).toEqual([['details.txt', true]]);
  });

  it('of owners is for those whom the deployment names', async () => {
    const { people, ash, fake } = await rig();
    expect(wordsOf((await people.slash({ user: ash }, 'admin').answer).message)).toContain('E_PERM');
    expect(
      fake.commands.get('global')?.find(({ name }) => name === 'admin')?.['default_member_permissions'],
    ).toBe('0');
    const named = new Set<string>();
    const owned = await rig({ owners: named });
    named.add(`discord:${owned.ash.id}`);
    expect(wordsOf((await owned.people.slash({ user: owned.ash }, 'admin').answer).message)).toContain(
      'Done',
    );
  });
});

describe('what takes longer than a moment', () => {
  it('is deferred as its definition says, then answered', async () => {
    const { people, ash, passMoment, requests } = await rig();
    const held = gate();
    wait = held.promise;
    for (const share of [false, true]) {
      const act = people.slash({ user: ash }, 'slow', { share });
      await expect.poll(() => act.interaction.ack ?? (passMoment(), undefined)).toMatchObject({ type: 5 });
      held.resolve();
      const { message, isDeferred } = await act.answer;
      expect({ isDeferred, for: message?.forUserId, isLoading: message?.isLoading }).toEqual({
        isDeferred: true,
        for: share ? undefined : ash.id,
        isLoading: false,
      });
      expect(wordsOf(message)).toContain('late');
    }
    expect(await requests()).toContain('PATCH @original 200');
  });

  it('is deferred before it starts when it asks outside', async () => {
    const { people, ash, requests } = await rig();
    const { isDeferred, message } = await people.slash({ user: ash }, 'outside').answer;
    expect(isDeferred).toBe(true);
    expect(wordsOf(message)).toContain('from far');
    expect(await requests()).toEqual(['POST callback 204', 'PATCH @original 200']);
  });

  it('and fails in public takes its placeholder away and tells the caller alone', async () => {
    const { people, ash, fake, passMoment, requests } = await rig();
    const held = gate();
    wait = held.promise;
    const act = people.slash({ user: ash }, 'slow-no');
    await expect.poll(() => act.interaction.ack ?? (passMoment(), undefined)).toMatchObject({ type: 5 });
    held.resolve();
    const { message } = await act.answer;
    expect(message?.forUserId).toBe(ash.id);
    expect(wordsOf(message)).toContain('E_FUNDS');
    expect([...fake.world.messages.values()].filter(({ forUserId }) => forUserId === undefined)).toEqual([]);
    expect((await requests()).slice(1)).toEqual([
      expect.stringContaining('DELETE @original 204'),
      expect.stringMatching(/^POST .* 200$/),
    ]);
  });

  it('and would open a form says that it is too late for one', async () => {
    const { people, ash, passMoment } = await rig();
    const held = gate();
    wait = held.promise;
    const act = people.slash({ user: ash }, 'slow-form');
    await expect.poll(() => act.interaction.ack ?? (passMoment(), undefined)).toMatchObject({ type: 5 });
    held.resolve();
    expect(wordsOf((await act.answer).message)).toContain('That took too long');
  });
});

describe('errors', () => {
  it('of a public command are for the caller alone, with code and trace id', async () => {
    const { people, ash, desk } = await rig();
    const { message } = await people.slash({ user: ash }, 'no').answer;
    expect(message?.forUserId).toBe(ash.id);
    expect(wordsOf(message)).toContain(`E_FUNDS · trace ${desk.lines[0]?.traceId}`);
  });

  it('of our own show no details', async () => {
    const { people, ash, desk } = await rig();
    const { message } = await people.slash({ user: ash }, 'broken').answer;
    expect(wordsOf(message)).toContain('Something broke');
    expect(wordsOf(message)).not.toContain('secret detail');
    expect(desk.errors).toHaveLength(1);
  });
});

describe('controls', () => {
  const shown = async (share = false) => {
    const made = await rig();
    const answer = await made.people.slash({ user: made.ash }, 'show', { share }).answer;
    if (answer.message === undefined) throw new Error('no message');
    return { ...made, message: answer.message };
  };

  it('of one’s own message change it', async () => {
    const { people, ash, message } = await shown();
    const answer = await people.press({ user: ash }, message, controlOf(message, 'again')).answer;
    expect(answer.type).toBe('update');
    expect(wordsOf(message)).toContain('### Again');
    expect(message.edits).toBe(1);
  });

  it('of a message for all answer the one who presses', async () => {
    const { people, ash, message } = await shown(true);
    const answer = await people.press({ user: ash }, message, controlOf(message, 'again')).answer;
    expect({ type: answer.type, for: answer.message?.forUserId }).toEqual({ type: 'message', for: ash.id });
    expect(message.edits).toBe(0);
  });

  it('whose answer is for all post it', async () => {
    const { people, ash, message } = await shown();
    const answer = await people.press({ user: ash }, message, controlOf(message, 'public')).answer;
    expect({ type: answer.type, for: answer.message?.forUserId }).toEqual({
      type: 'message',
      for: undefined,
    });
  });

  it('hand over what was chosen, and what was typed into a form', async () => {
    const { people, ash, message } = await shown();
    const form = await people.press({ user: ash }, message, controlOf(message, 'form')).answer;
    expect(form.type).toBe('modal');
    const sent = await people.submit({ user: ash }, form, { name: 'Biscuit' }, message).answer;
    expect(wordsOf(sent.message)).toContain('Sent Biscuit');
    const other = await people.slash({ user: ash }, 'show').answer;
    const picked = await people.choose(
      { user: ash },
      other.message ?? message,
      controlOf(other.message, 'pick'),
      ['a', 'b'],
    ).answer;
    expect(wordsOf(picked.message)).toContain('Picked a and b');
  });

  it('that are refused leave the message as it is', async () => {
    const { people, ash, message } = await shown();
    const before = wordsOf(message);
    const answer = await people.press({ user: ash }, message, controlOf(message, 'fail')).answer;
    expect({ type: answer.type, for: answer.message?.forUserId }).toEqual({ type: 'message', for: ash.id });
    expect(wordsOf(message)).toBe(before);
  });

  it('of somebody else, changed by hand or long gone are refused', async () => {
    const { people, ash, misty, message, desk } = await shown(true);
    const foreign = await people.press({ user: misty }, message, controlOf(message, 'again')).answer;
    expect(wordsOf(foreign.message)).toContain('belongs to somebody else');
    const row = (
      message.components[0] as { components: { components?: { custom_id: string }[] }[] }
    ).components.find((part) => part.components !== undefined);
    const [first, second] = row?.components ?? [];
    if (first === undefined || second === undefined) throw new Error('no buttons');
    first.custom_id = `${first.custom_id.slice(0, -1)}${first.custom_id.endsWith('x') ? 'y' : 'x'}`;
    const tampered = await people.press({ user: ash }, message, first.custom_id).answer;
    expect(wordsOf(tampered.message)).toContain('has been changed');
    second.custom_id = desk.deps.customIds.encode({
      feature: 'gone',
      verb: 'x',
      entity: '-',
      revision: 0,
      owner: 'user1',
      nonce: 'n',
    });
    const gone = await people.press({ user: ash }, message, second.custom_id).answer;
    expect(wordsOf(gone.message)).toContain('E_GONE');
  });

  it('that take long are acknowledged first and change their message later', async () => {
    const { people, ash, message, passMoment, desk } = await shown();
    const held = gate();
    wait = held.promise;
    const slow = desk.deps.customIds.encode({
      feature: 'try',
      verb: 'slow',
      entity: '-',
      revision: 0,
      owner: 'user1',
      nonce: 'n1',
    });
    message.components = [{ type: 1, components: [{ type: 2, style: 1, label: 'Slow', custom_id: slow }] }];
    const act = people.press({ user: ash }, message, slow);
    await expect.poll(() => act.interaction.ack ?? (passMoment(), undefined)).toMatchObject({ type: 6 });
    held.resolve();
    const answer = await act.answer;
    expect({ type: answer.type, isDeferred: answer.isDeferred }).toEqual({
      type: 'update',
      isDeferred: true,
    });
    expect(wordsOf(message)).toContain('Slow');
  });
});

describe('suggestions', () => {
  it('come from the command, cut to what Discord takes', async () => {
    const { people, ash } = await rig();
    const { choices } = await people.complete({ user: ash }, 'options all', 'note', 'hi').answer;
    expect(choices).toEqual([{ name: `${'x'.repeat(99)}…`, value: 'hi!' }]);
  });

  it('are none when they break, which is logged', async () => {
    const { people, ash, noticed } = await rig();
    expect((await people.complete({ user: ash }, 'options all', 'note', 'boom').answer).choices).toEqual([]);
    expect(noticed.map(({ what }) => what)).toEqual(['suggestions broke']);
  });
});

describe('trouble on the way', () => {
  it('in the payload itself is logged, and the next one is answered', async () => {
    const { people, ash, interactions, noticed } = await rig();
    for (const payload of [
      {},
      { id: '1', type: 2, user: { id: 'x' } },
      { id: '1', type: 99, user: { id: '1' }, authorizing_integration_owners: {} },
    ]) {
      await interactions.take(payload as never);
    }
    expect(new Set(noticed.map(({ what }) => what))).toEqual(
      new Set(['an interaction could not be read', 'an interaction of a kind that nothing here answers']),
    );
    expect((await people.slash({ user: ash }, 'show').answer).type).toBe('message');
  });

  it('of Discord is tried again', async () => {
    const { people, ash, fake, requests } = await rig();
    fake.faults.next.push({ match: /callback/, status: 500 });
    expect((await people.slash({ user: ash }, 'show').answer).type).toBe('message');
    expect(await requests()).toEqual(['POST callback 500', 'POST callback 204']);
  });

  it('that ends the interaction is counted, not raised', async () => {
    const { people, ash, fake, interactions, noticed } = await rig();
    fake.faults.next.push({ match: /callback/, status: 404, code: 10_062 });
    people.slash({ user: ash }, 'show');
    await expect.poll(() => interactions.late).toBe(1);
    expect(noticed.map(({ what }) => what)).toEqual(['an answer came too late']);
  });

  it.each([
    ['the answer', 'slow', 'PATCH @original 401'],
    ['the answer to one alone, in place of one for all', 'slow-no', 'DELETE @original 401'],
  ])(
    'of a token that ends during a deferral: %s is counted as late, and the next one is given',
    async (_what, name, last) => {
      let aheadMs = 0;
      const { people, ash, passMoment, interactions, noticed, requests } = await rig({
        nowMs: () => Date.now() + aheadMs,
      });
      const held = gate();
      wait = held.promise;
      const act = people.slash({ user: ash }, name);
      await expect.poll(() => act.interaction.ack ?? (passMoment(), undefined)).toMatchObject({ type: 5 });
      aheadMs = DEFAULT_LIMITS.tokenMs + 1_000;
      held.resolve();
      await expect.poll(() => interactions.late).toBe(1);
      // asked once: a token that ended does not begin again
      expect(await requests()).toEqual(['POST callback 204', last]);
      expect(noticed.map(({ level, what }) => `${level} ${what}`)).toEqual(['warn an answer came too late']);
      expect(interactions.open).toBe(0);
      expect((await people.slash({ user: ash }, 'show').answer).type).toBe('message');
    },
  );

  it('of a second delivery does the work once and answers once', async () => {
    const { people, ash, interactions, requests } = await rig();
    const { answer } = people.slash({ user: ash, copies: 2 }, 'show');
    expect((await answer).type).toBe('message');
    await interactions.settled();
    expect(new Set(seen.map(({ context }) => context.commandId)).size).toBe(1);
    expect((await requests()).toSorted()).toEqual(['POST callback 204', 'POST callback 400']);
  });
});

describe('an interaction that came on a detour', () => {
  const withheld = async (limits: FakeOptions['limits'] = {}): Promise<DeskRig> => {
    const made = await openDeskRig(COMMANDS, COMPONENTS, { withholds: true, limits });
    open.push(made);
    seen.length = 0;
    return made;
  };
  const payloadOf = ({ payload }: { readonly payload: unknown }): APIInteraction => payload as APIInteraction;

  it('of a process that died after its sign of life gets its answer where that one stands, once', async () => {
    const { fake, interactions, noticed } = await withheld();
    const act = fake.people.slash({ user: fake.world.addUser('ash') }, 'show');
    const { id, token } = act.interaction;
    const to = { id, token, applicationId: fake.world.applicationId };
    await answeringBy(fake.api).defer(to, true);
    await interactions.take(payloadOf(act), { isRepeat: true, isLate: true });
    const { message, isDeferred } = await act.answer;
    expect(isDeferred).toBe(true);
    expect(JSON.stringify(message?.components)).toContain('Hello');
    // and once more, when that process was done with all but saying so
    await interactions.take(payloadOf(act), { isRepeat: true, isLate: true });
    expect([...fake.world.messages.values()].map((one) => one.id)).toEqual([message?.id]);
    expect(noticed).toEqual([]);
  });

  it('that has waited gives its sign of life before it is looked at', async () => {
    const { fake, interactions, noticed } = await withheld();
    const act = fake.people.slash({ user: fake.world.addUser('ash') }, 'show');
    await interactions.take(payloadOf(act), { isRepeat: false, isLate: true });
    expect((await act.answer).isDeferred).toBe(true);
    expect(noticed).toEqual([]);
  });

  it('that nobody can answer any more does nothing', async () => {
    const { fake, interactions } = await withheld({ ackMs: -1 });
    const act = fake.people.slash({ user: fake.world.addUser('ash') }, 'show');
    await interactions.take(payloadOf(act), { isRepeat: false, isLate: true });
    expect(seen).toEqual([]);
    expect(interactions.late).toBe(1);
    await interactions.take(payloadOf(act));
    expect(seen).toHaveLength(1);
  });
});
