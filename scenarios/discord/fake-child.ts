import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FAKE_TOKEN, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { Feeds } from './feeds.ts';
import { Screens } from './screens.ts';
import { Storm } from './storm.ts';
import { Traffic } from './traffic.ts';
import type { FakeOrder, FromFake, Questions, ToFake } from './words.ts';

const NS_PER_MS = 1_000_000;

/** A fake Discord with its people in a process of its own, so that neither bot nor generator waits for it. */
const given = JSON.parse(process.argv[2] ?? '{}') as FakeOrder;
const say = (word: FromFake): void => void process.send?.(word);
const traffic = new Traffic();
const feeds = new Feeds();
const storm = new Storm();
const fake = await openFakeDiscord({
  ...(given.limits === undefined ? {} : { limits: given.limits }),
  onRequest: (request) => {
    traffic.see(request);
    feeds.see(request);
  },
});
fake.faults.refuse = storm.refuse;
const screens = new Screens(fake, given, feeds.channels, say);
const loopDelay = monitorEventLoopDelay({ resolution: 10 });
loopDelay.enable();

const answers: {
  readonly [K in keyof Questions]: (about: Questions[K]['takes']) => Questions[K]['gives'];
} = {
  mark: () => {
    traffic.mark();
    loopDelay.reset();
    return null;
  },
  counts: () => ({
    ...traffic.counts,
    ...screens.open,
    identifies: fake.gateway.identifies,
    resumes: fake.gateway.resumes,
    loopDelayP99Ms: loopDelay.count === 0 ? 0 : loopDelay.percentile(99) / NS_PER_MS,
  }),
  shown: () => feeds.shown,
  storm: (order) => {
    storm.begin(order);
    return null;
  },
  stormed: () => storm.stormed,
  cut: ({ forgets }) => {
    if (forgets) fake.gateway.forget();
    fake.gateway.cut();
    return null;
  },
};

process.on('message', (word: ToFake) => {
  if ('act' in word) screens.act(word);
  else say({ answers: word.ask, given: answers[word.what](word.about as never) });
});
process.on('disconnect', () => process.exit(0));
say({ api: fake.api, token: FAKE_TOKEN });
