import { describe, expect, it } from 'vitest';
import type { CommandContext, ComponentDefinition, ComponentInput } from '#commands/define-command.ts';
import { isForm } from '#commands/define-form.ts';
import { guildhallTree } from '#commands/index.ts';
import { CommandRejection } from '#commands/rejected.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { controlOf, play } from '#test/support/commands/playing.ts';
import { integrations } from './integrations.ts';

const { commands, components } = guildhallTree(
  integrations({ playground: true, publicUrl: undefined, osrsUrl: undefined, version: 'test' }),
);
const forms = components.filter(isForm);

/** Whoever touches it is let down: what is refused here is refused before anything is looked at. */
const nowhere = new Proxy({} as CommandContext, {
  get: () => {
    throw new Error('the context was touched');
  },
});

const inputOf = (fields: Readonly<Record<string, string>>): ComponentInput => ({
  entity: '-',
  revision: 0,
  nonce: 'n1',
  values: [],
  fields,
});

const refusalOf = async (
  form: ComponentDefinition,
  fields: Readonly<Record<string, string>>,
): Promise<Rejection | undefined> => {
  try {
    await form.run(inputOf(fields), nowhere);
  } catch (error) {
    if (error instanceof CommandRejection) return error.rejection;
    throw error;
  }
  return undefined;
};

describe('submitted forms', () => {
  it.each(forms.map((form) => [`${form.feature}.${form.verb}`, form] as const))(
    '%s take their own fields, all of them and no other',
    async (_name, form) => {
      const whole = Object.fromEntries(form.fields.map((id) => [id, '']));
      const unknown = await refusalOf(form, { ...whole, nosuch: 'b' });
      expect(unknown).toMatchObject({ code: 'E_INPUT', field: 'nosuch' });
      for (const id of form.fields) {
        expect(unknown?.message).toContain(`\`${id}\``);
        const { [id]: _left, ...rest } = whole;
        expect(await refusalOf(form, rest)).toMatchObject({
          code: 'E_INPUT',
          field: id,
          message: expect.stringContaining(`\`${id}\` is missing. This form takes all of: `) as string,
        });
      }
      expect(form.fields.length).toBeGreaterThan(0);
    },
  );

  it('are all declared as forms: no other control looks at fields', () => {
    const looking = components.filter((component) => {
      if (isForm(component)) return false;
      const looked = new Set<PropertyKey>();
      const input = new Proxy(inputOf({}), {
        get: (target, key) => {
          looked.add(key);
          return Reflect.get(target, key) as unknown;
        },
      });
      try {
        component.run(input, nowhere).catch(() => undefined);
      } catch {
        // what it needs is not here
      }
      return looked.has('fields');
    });
    expect(forms.length).toBeGreaterThan(7);
    expect(looking.map(({ feature, verb }) => `${feature}.${verb}`)).toEqual([]);
  });

  it('of a profile change nothing when a field is unknown or missing', async () => {
    const game = await play(commands, components);
    const form = await game.run('ash', '/profile edit');
    const preview = await game.submit('ash', form, { title: 'Keeper', bio: 'Rain', colour: '' });
    await game.press('ash', controlOf(preview.panel, 'Save'));
    const again = (await game.press('ash', controlOf(await game.run('ash', '/profile view'), 'Edit'))).panel;
    const codes: (string | undefined)[] = [];
    for (const fields of [{ nosuch: 'b' }, { title: 'Other' }, {}]) {
      codes.push((await game.submit('ash', again, fields)).error?.code);
    }
    expect(codes).toEqual(['E_INPUT', 'E_INPUT', 'E_INPUT']);
    const values = (await game.run('ash', '/profile edit')).modal?.fields.map(({ value }) => value);
    expect(values?.slice(0, 2)).toEqual(['Keeper', 'Rain']);
  });
});
