import { describe, expect, it } from 'vitest';
import { languageOfTag } from './index.ts';
import { panelIn } from './panels.ts';
import { phrasesOf } from './phrases.ts';
import { Translator } from './translator.ts';

const german = new Translator(
  'de',
  phrasesOf({
    Saved: 'Gespeichert',
    'Bread roll': 'Brötchen',
    Toys: 'Spielzeug',
    'Ball of wool': 'Wollknäuel',
    '{0} coins': '{0} Münzen',
    '{0} × {1}': '{0} × {1}',
    '{0} days': '{0} {0|Tag|Tage}',
    'Give {0} {1}?': '{0} beschenken: {1}?',
    'You have {0}. Look again.': 'Du hast {0}. Sieh nach.',
    'You have no {0}. {1}': 'Du hast kein {0}. {1}',
    'Come back later.': 'Komm später.',
    'Not enough: {0} needed, {1} there.': 'Zu wenig: {0} nötig, {1} da.',
    '{0} of {1}': '{0} von {1}',
    ', late': ', spät',
    'Back{0}{1}': 'Zurück{0}{1}',
  }),
);

describe('a translator', () => {
  it('knows a thing by its whole name when there are several of it', () => {
    expect(german.say('2 × Ball of wool')).toBe('2 × Wollknäuel');
    expect(german.say('1,200 × Ball of wool')).toBe('1.200 × Wollknäuel');
  });

  it('knows texts, texts with values, and values that are texts', () => {
    expect(german.say('Saved')).toBe('Gespeichert');
    expect(german.say('Not enough: 2 needed, 1 there.')).toBe('Zu wenig: 2 nötig, 1 da.');
    expect(german.say('You have no Bread roll. Come back later.')).toBe(
      'Du hast kein Brötchen. Komm später.',
    );
    expect(german.say('Back, late')).toBe('Zurück, spät');
  });

  it('leaves what it does not know, names and ids above all', () => {
    for (const text of [
      'Ash',
      '`/pet feed`',
      '',
      'Ash is of the opinion that many things are of no use at all',
    ]) {
      expect(german.say(text)).toBe(text);
      expect(german.knows(text)).toBe(false);
    }
  });

  it('writes numbers and plurals as its language does', () => {
    expect(german.say('1,234,567')).toBe('1.234.567');
    expect(german.say('+1,000 coins')).toBe('+1.000 Münzen');
    expect(german.say('1 days')).toBe('1 Tag');
    expect(german.say('2,000 days')).toBe('2.000 Tage');
    expect(german.say('1.5')).toBe('1.5');
  });

  it('takes lines, sentences and lists apart', () => {
    expect(german.say('Saved\n`/help`\nToys')).toBe('Gespeichert\n`/help`\nSpielzeug');
    expect(german.say('Unknown to all. Come back later.')).toBe('Unknown to all. Komm später.');
    expect(german.say('Bread roll, 3 × Toys')).toBe('Brötchen, 3 × Spielzeug');
  });

  it('keeps a value in which its own words stand', () => {
    expect(german.say('Give Ash 3 × Toys?')).toBe('Ash beschenken: 3 × Spielzeug?');
    expect(german.say('You have 2 coins. Look again.')).toBe('Du hast 2 Münzen. Sieh nach.');
  });

  it('reads a long text of a stranger once, never back and forth', () => {
    const long = `Not enough: ${' needed, '.repeat(20_000)}`;
    expect(german.say(long)).toContain('needed');
  });

  it('is held to the values of its texts', () => {
    // @ts-expect-error -- the value {0} is missing
    expect(phrasesOf({ 'Hello {0}': 'Hallo' })).toBeDefined();
    // @ts-expect-error -- there is no value {1}
    expect(phrasesOf({ 'Hello {0}': 'Hallo {0} {1}' })).toBeDefined();
    expect(phrasesOf({ '{0} days': '{0|Tag|Tage}' })).toBeDefined();
  });
});

describe('a panel in another language', () => {
  it('says every text, and keeps ids, styles and what was typed', () => {
    const panel = panelIn(
      {
        title: 'Saved',
        text: 'Toys',
        fields: [{ name: 'Toys', value: '2 coins', inline: true }],
        meters: [{ label: 'Toys', value: 1, max: 2, hint: 'Saved' }],
        tables: [{ caption: 'Toys', columns: [{ label: 'Saved', align: 'right' }], rows: [['Toys', 'Ash']] }],
        controls: [
          [{ kind: 'button', customId: 'Toys', label: 'Saved', style: 'primary', disabled: false }],
          [
            {
              kind: 'select',
              customId: 's',
              placeholder: 'Toys',
              options: [{ label: 'Toys', value: 'Toys', description: 'Saved' }],
              max: 1,
              disabled: false,
            },
          ],
        ],
        modal: {
          customId: 'm',
          title: 'Toys',
          fields: [
            {
              id: 'Toys',
              label: 'Saved',
              multiline: false,
              required: true,
              maxLength: 5,
              value: 'Toys',
              placeholder: 'Toys',
            },
          ],
        },
        footer: 'Saved',
        ephemeral: true,
      },
      german,
    );
    const json = JSON.stringify(panel);
    expect(json.match(/"Toys"/g)).toHaveLength(4);
    expect(json.match(/Spielzeug/g)).toHaveLength(9);
    expect(json.match(/Gespeichert/g)).toHaveLength(7);
    expect(panelIn({ title: 'Saved', ephemeral: true }, german)).toEqual({
      title: 'Gespeichert',
      ephemeral: true,
    });
  });
});

describe('the language behind a tag', () => {
  it.each([
    ['de', 'de'],
    ['de-CH', 'de'],
    ['en-GB', 'en'],
    ['de,en;q=0.8', 'de'],
    ['fr', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (tag, language) => {
    expect(languageOfTag(tag)).toBe(language);
  });
});
