import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Control, Panel } from '#commands/panel.ts';
import { allParts, messageFault, modalFault, type Part } from '#test/support/fake-discord/message-form.ts';
import { formFault } from '#test/support/fake-discord/schemas.ts';
import type { FakeFile } from '#test/support/fake-discord/world.ts';
import { modalOf } from './controls.ts';
import { renderPanel } from './panel.ts';

/** Texts of every kind: empty, long, full of markup, times, people, emoji and halves of them. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ maxLength, unit: 'binary' }),
    fc.string({ maxLength: Math.min(maxLength, 200), unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          '**',
          '`',
          '```',
          '<t:1:R>',
          '<@u1>',
          '\n',
          '# ',
          '-# ',
          '> ',
          '[a](b)',
          '\\',
          '_',
          '🎉',
          '\ud83c',
          'word ',
          '|',
        ),
        {
          maxLength: Math.ceil(maxLength / 4),
        },
      )
      .map((parts) => parts.join('').slice(0, maxLength)),
  );

const customId = fc.oneof(
  { weight: 9, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.string({ maxLength: 120 }) },
);
const control: fc.Arbitrary<Control> = fc.oneof(
  fc.record({
    kind: fc.constant('button' as const),
    customId,
    label: text(120),
    style: fc.constantFrom('primary' as const, 'secondary' as const, 'success' as const, 'danger' as const),
    disabled: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('select' as const),
    customId,
    placeholder: text(200),
    options: fc.array(
      fc.record(
        { label: text(120), value: fc.string({ maxLength: 120 }), description: text(120) },
        { requiredKeys: ['label', 'value'] },
      ),
      { maxLength: 30 },
    ),
    max: fc.integer({ min: 1, max: 30 }),
    disabled: fc.boolean(),
  }),
);

const panel: fc.Arbitrary<Panel> = fc.record(
  {
    title: text(300),
    tone: fc.constantFrom('neutral' as const, 'good' as const, 'warn' as const, 'bad' as const),
    text: text(6_000),
    fields: fc.array(
      fc.record(
        { name: text(60), value: text(600), inline: fc.boolean() },
        { requiredKeys: ['name', 'value'] },
      ),
      { maxLength: 30 },
    ),
    meters: fc.array(
      fc.record(
        { label: text(60), value: fc.nat(), max: fc.nat(), hint: text(60) },
        { requiredKeys: ['label', 'value', 'max'] },
      ),
      { maxLength: 20 },
    ),
    tables: fc.array(
      fc.record(
        {
          caption: text(60),
          columns: fc.array(
            fc.record(
              { label: text(20), align: fc.constantFrom('left' as const, 'right' as const) },
              { requiredKeys: ['label'] },
            ),
            { minLength: 1, maxLength: 6 },
          ),
          rows: fc.array(fc.array(text(60), { maxLength: 6 }), { maxLength: 60 }),
        },
        { requiredKeys: ['columns', 'rows'] },
      ),
      { maxLength: 4 },
    ),
    images: fc.array(
      fc.record({
        alt: text(30),
        initials: fc.string({ maxLength: 2 }),
        hue: fc.integer({ min: 0, max: 359 }),
      }),
      { maxLength: 5 },
    ),
    controls: fc.array(fc.array(control, { maxLength: 8 }), { maxLength: 14 }),
    footer: text(300),
    ephemeral: fc.boolean(),
  },
  { requiredKeys: ['title', 'ephemeral'] },
);

const nameOf = (userId: string): string | undefined => (userId === 'u1' ? 'Ash *Ketchum*' : undefined);

describe('any panel', () => {
  it('becomes a message that Discord takes, or goes over into a file', () => {
    let overflowed = 0;
    fc.assert(
      fc.property(panel, (given) => {
        const { body, files } = renderPanel(given, nameOf);
        const sent = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
        const attached: FakeFile[] = files.map(({ name, data }) => ({ name, bytes: data }));
        expect(formFault('followUp', sent)?.body).toBeUndefined();
        expect(messageFault(sent, attached, true)?.body).toBeUndefined();
        const parts = allParts(sent['components'] as readonly Part[]);
        expect(parts.length).toBeLessThanOrEqual(40);
        expect(parts.reduce((sum, { part }) => sum + (part.content?.length ?? 0), 0)).toBeLessThanOrEqual(
          4_000,
        );
        overflowed += files.length;
        // what is not on the message is in the file
        const shown = parts.filter(({ part }) => part.custom_id !== undefined).length;
        const missing = (given.controls ?? []).flat().length - shown;
        const saysSo = files[0]?.data.toString().includes('Controls that did not fit') ?? false;
        expect(saysSo).toBe(missing > 0);
      }),
      { numRuns: 300 },
    );
    expect(overflowed).toBeGreaterThan(20);
  });

  it('is small enough without a file when it is small', () => {
    const { files, body } = renderPanel({ title: 'Hi', text: 'x'.repeat(3_000), ephemeral: true }, nameOf);
    expect(files).toEqual([]);
    expect(body.allowed_mentions).toEqual({ parse: [] });
  });
});

describe('any form', () => {
  it('is one that Discord opens', () => {
    const field = fc.record(
      {
        id: fc.uuid(),
        label: text(80),
        multiline: fc.boolean(),
        required: fc.boolean(),
        maxLength: fc.integer({ min: 0, max: 9_000 }),
        value: text(6_000),
        placeholder: text(200),
      },
      { requiredKeys: ['id', 'label', 'multiline', 'required', 'maxLength'] },
    );
    const modal = fc.record({
      customId: fc.uuid(),
      title: text(80),
      fields: fc.array(field, { minLength: 1, maxLength: 7 }),
    });
    fc.assert(
      fc.property(modal, (given) => {
        const data = JSON.parse(JSON.stringify(modalOf(given))) as Record<string, unknown>;
        expect(formFault('callback9', { type: 9, data })?.body).toBeUndefined();
        expect(modalFault(data)?.body).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });
});
