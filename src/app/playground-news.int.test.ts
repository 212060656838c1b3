import { afterEach, expect, it } from 'vitest';
import { buttonOf, closeRigs, listen, openService, until, wordsOf } from '#test/support/service-rig.ts';

afterEach(closeRigs);

it('an owner’s message to all guilds comes into the feed of the playground, once and after they confirm', async () => {
  const rig = await openService();
  const feed = await listen(rig.url);
  const news = (): number => feed.events.filter(({ data }) => data.topic === 'news').length;
  const draft = await rig.run('brock', '/admin broadcast text:"The hall rests on Sunday."');
  expect(wordsOf(draft)).toContain('> The hall rests on Sunday.');
  const { customId } = buttonOf(draft, 'Confirm');
  const sent = await rig.press('brock', customId);
  await rig.press('brock', customId);
  await until('the news', () => news() > 0);
  await until('the count', async () =>
    wordsOf((await rig.press('brock', buttonOf(sent.panel, 'Refresh').customId)).panel).includes('1 reached'),
  );
  expect(news()).toBe(1);
  expect(feed.events.find(({ data }) => data.topic === 'news')?.data.text).toBe(
    'News of this service: The hall rests on Sunday.',
  );
  feed.leave();
  expect((await rig.say('ash', '/admin broadcast text:Mine')).error?.code).toBe('E_PERM');
}, 30_000);
