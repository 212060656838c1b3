import { describe, expect, it } from 'vitest';
import { hintFor } from './hint.ts';
import { missingOptions, quoteValue, readLine } from './slash.ts';
import { suggest } from './suggest.ts';
import type { CommandInfo, OptionInfo, Persona } from './wire.ts';

const option = (name: string, type: OptionInfo['type'], more: Partial<OptionInfo> = {}): OptionInfo => ({
  name,
  type,
  description: `The ${name}.`,
  ...more,
});
const command = (name: string, ...options: OptionInfo[]): CommandInfo => ({
  name,
  summary: `Does ${name}`,
  ephemeral: true,
  options,
  examples: [],
});
const commands = [
  command(
    'eco pay',
    option('user', 'user', { required: true }),
    option('amount', 'amount', { required: true }),
    option('note', 'text', { maxLength: 10 }),
  ),
  command('eco balance', option('share', 'boolean')),
  command('pet expedition'),
  command('pet expedition start', option('hours', 'integer', { required: true, min: 1, max: 72 })),
  command('pet feed', option('pet', 'text', { required: true, autocomplete: true })),
  command('eco shop', option('category', 'choice', { choices: [{ label: 'Food', value: 'food' }] })),
];
const personas: Persona[] = ['ash', 'misty'].map((id) => ({
  id,
  name: id === 'ash' ? 'Ash' : 'Misty',
  about: '',
  userId: `u${id}`,
  hue: 0,
  roles: [],
}));

const read = (text: string, caret = text.length) => readLine(text, caret, commands);
const values = (text: string) =>
  Object.fromEntries(read(text).given.map((one) => [one.option.name, one.value]));
const rows = (text: string, caret = text.length) =>
  suggest({ text, line: read(text, caret), commands, personas });
const missing = (text: string) => missingOptions(read(text)).map((one) => one.name);
const hint = (text: string) => hintFor(text, read(text), commands, personas);

describe('reading a line', () => {
  it('takes the longest command of whole words', () => {
    expect(read('/pet expedition ').command?.name).toBe('pet expedition');
    expect(read('/pet expedition start ').command?.name).toBe('pet expedition start');
    expect(read('/PET Feed').command?.name).toBe('pet feed');
    expect(read('/pet expeditions').command).toBeUndefined();
    expect(read('hello').slash).toBe(false);
  });

  it('reads named, unnamed, quoted and mentioned values as the service does', () => {
    const expected = { user: 'misty', amount: '250k' };
    expect(values('/eco pay user:misty amount:250k')).toEqual(expected);
    expect(values('/eco pay amount: 250k user: misty')).toEqual(expected);
    expect(values('/eco pay misty 250k')).toEqual(expected);
    expect(values('/eco pay amount:250k @misty')).toEqual({ amount: '250k', user: '@misty' });
    expect(values('/eco pay misty 250k note:"a \\"b\\" amount:5"')['note']).toBe('a "b" amount:5');
    expect(values('/eco pay note:see you at 5:30 amount:1 user:ash')['note']).toBe('see you at 5:30');
    expect(values('/eco pay ash 5 note:see: https://a.b/c so:)')['note']).toBe('see: https://a.b/c so:)');
    expect(values('/eco pay ash 5 thanks: you')['note']).toBe('thanks: you');
    expect(values('/eco pay ash 5 note:loan:cat,loan:dog')['note']).toBe('loan:cat,loan:dog');
    expect(values('/eco pay ash 5 note:"shar:true"')['note']).toBe('shar:true');
  });

  it('knows what no option takes', () => {
    expect(read('/eco balance true more').stray).toBe('more');
    expect(read('/eco pay to:misty').stray).toBe('to:misty');
    expect(read('/eco pay user:ash user:misty').stray).toBe('user:misty');
    expect(read('/eco pay ash 5 note:for tea shar:true now').stray).toBe('shar:true now');
    expect(read('/eco pay ash 5 colour:red').stray).toBe('colour:red');
  });

  it('knows which required options are missing', () => {
    expect(missing('/eco pay')).toEqual(['user', 'amount']);
    expect(missing('/eco pay user: amount:5')).toEqual(['user']);
    expect(missing('/eco pay misty 5')).toEqual([]);
  });

  it('says what the caret is in', () => {
    expect(read('/ec').focus).toEqual({ at: 'command', query: 'ec', start: 0, end: 3 });
    expect(read('/eco pay user:mi amount:5', 16).focus).toMatchObject({
      at: 'value',
      query: 'mi',
      start: 14,
      end: 16,
    });
    expect(read('/eco pay user:').focus).toMatchObject({ at: 'value', query: '', start: 14, end: 14 });
    expect(read('/eco pay user:misty ').focus).toMatchObject({
      at: 'option',
      query: '',
      free: { name: 'amount' },
    });
    expect(read('/eco pay mi').focus).toMatchObject({ at: 'option', query: 'mi', free: { name: 'user' } });
  });

  it('gives some line for any text and caret', () => {
    for (const text of [
      '/',
      '/ ',
      '/eco pay "',
      '/eco pay note:"',
      '/eco pay ::',
      '/eco pay user:  ',
      '//',
      '',
    ]) {
      for (let caret = 0; caret <= text.length; caret += 1)
        expect(read(text, caret).given.length).toBeLessThan(4);
    }
  });

  it('quotes what would fall apart, so that it reads back the same', () => {
    for (const value of ['Fern', 'two words', 'say "hi"', 'back\\slash here']) {
      expect(values(`/pet feed pet:${quoteValue(value)}`)['pet']).toBe(value);
    }
  });
});

describe('the palette', () => {
  it('completes a command and begins its first required option', () => {
    expect(rows('/ecpay')[0]?.after).toEqual({ text: '/eco pay user:', caret: 14 });
    expect(rows('/eco b')[0]?.after.text).toBe('/eco balance ');
  });

  it('completes a person and goes on to what is missing', () => {
    expect(rows('/eco pay user:mi')[0]?.after.text).toBe('/eco pay user:misty amount:');
    expect(rows('/eco pay user:mi amount:5', 16)[0]?.after).toEqual({
      text: '/eco pay user:misty amount:5',
      caret: 20,
    });
  });

  it('completes an unnamed person', () => {
    expect(rows('/eco pay @mi')[0]?.after.text).toBe('/eco pay misty amount:');
  });

  it('offers required options first and none twice', () => {
    expect(rows('/eco pay amount:5 ').map((row) => row.label)).toEqual(['user:', 'note:']);
  });

  it('shows the choices of the service as it ordered them', () => {
    const text = '/pet feed pet:f';
    const remote = [
      { label: 'Zora', value: 'a1' },
      { label: 'Fern', value: 'b2' },
    ];
    const shown = suggest({ text, line: read(text), commands, personas, remote });
    expect(shown.map((row) => row.label)).toEqual(['Zora', 'Fern']);
    expect(shown[1]?.after.text.trim()).toBe('/pet feed pet:b2');
    expect(shown[1]?.names).toEqual({ label: 'Fern', value: 'b2' });
  });
});

describe('hints before sending', () => {
  it('stops what cannot work and names what is needed', () => {
    expect(hint('hello')).toMatchObject({ blocks: true });
    expect(hint('/eco pai')).toMatchObject({ blocks: true });
    expect(hint('/eco pai')?.text).toContain('/eco pai');
    expect(hint('/eco pay misty')).toEqual({ text: 'amount is needed: The amount.', blocks: true });
    expect(hint('/eco balance true more')?.text).toContain('share:');
  });

  it('warns of values in the wrong form but leaves the last word to the service', () => {
    const cases: Record<string, string> = {
      '/eco pay misty -5': 'amount',
      '/eco pay misty 1e309': 'amount',
      '/eco pay misty ١٢': 'amount',
      '/eco pay gary 5': 'user',
      '/eco pay misty 5 note:elevenchars': 'note',
      '/pet expedition start 73': 'hours',
      '/pet expedition start 1.5': 'hours',
      '/eco balance maybe': 'share',
      '/eco shop category:hats': 'category',
    };
    const found = Object.keys(cases).map((text) => [
      text,
      hint(text)?.text.split(' ')[0],
      hint(text)?.blocks,
    ]);
    expect(found).toEqual(Object.entries(cases).map(([text, name]) => [text, name, false]));
  });

  it('is silent when the line is fine', () => {
    const fine = [
      '',
      '/eco pay misty 1.5m',
      '/eco pay @ash 50%',
      '/eco pay Misty all hi',
      '/pet expedition start 72',
    ];
    expect(fine.filter((text) => hint(text) !== undefined)).toEqual([]);
  });
});
