import { describe, expect, it } from 'vitest';
import { errorMessageIn, isChoice, isFeedEvent, isReply, listIn } from './guards.ts';

describe('what comes over the wire', () => {
  it('is a reply with a panel or with an error', () => {
    expect(isReply({ commandId: 'a/b', panel: { title: 'x' }, ephemeral: true })).toBe(true);
    expect(isReply({ error: { code: 'E_INPUT', message: 'm' } })).toBe(true);
    for (const other of [undefined, null, 'x', [], {}, { error: 'no' }, { panel: {} }])
      expect(isReply(other)).toBe(false);
  });

  it('is a feed event only when it can be drawn', () => {
    expect(isFeedEvent({ type: 'fact', topic: 'pet', text: 't', atMs: 1 })).toBe(true);
    expect(isFeedEvent({ type: 'fact', topic: 'pet', text: 't' })).toBe(false);
    const panel = {
      type: 'panel',
      panel: { title: 'x' },
      by: { userId: 'u', name: 'n' },
      command: '',
      atMs: 1,
    };
    expect(isFeedEvent(panel)).toBe(true);
    expect(isFeedEvent({ ...panel, by: undefined })).toBe(false);
    expect(isFeedEvent({ ...panel, type: 'gap' })).toBe(false);
  });

  it('loses the list entries that do not fit, not the list', () => {
    const answer = { choices: [{ label: 'a', value: 'b' }, { label: 1 }, null] };
    expect(listIn(answer, 'choices', isChoice)).toEqual([{ label: 'a', value: 'b' }]);
    expect(listIn('nonsense', 'choices', isChoice)).toEqual([]);
  });

  it('tells the message of an error', () => {
    expect(errorMessageIn({ error: { code: 'E_GONE', message: 'Refresh the list.' } })).toBe(
      'Refresh the list.',
    );
    expect(errorMessageIn({})).toBeUndefined();
  });
});
