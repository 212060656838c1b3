import { InteractionResponseType, MessageFlags, REST, Routes } from 'discord.js';
import { answeringBy } from '#surfaces/discord/answering.ts';
import { renderPanel } from '#surfaces/discord/render/panel.ts';
import { type BenchFake, openBenchFake } from './discord-world.ts';
import type { Minted } from './discord-words.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { median, spread, stretched, timed } from './rounds.ts';

const IN_FLIGHT = 64;
const MESSAGE = renderPanel(
  {
    title: 'Your purse',
    text: '`/eco shop` and `/eco pay` spend it.',
    fields: [{ name: 'Free', value: '1,000 coins', inline: true }],
    ephemeral: true,
  },
  () => undefined,
);

type Answer = (to: Minted) => Promise<unknown>;

/** Defers and edits with what the surface uses. */
const ours = (api: string): Answer => {
  const answering = answeringBy(api);
  return async (to) => {
    await answering.defer(to, true);
    await answering.edit(to, MESSAGE);
  };
};

/** The same with discord.js as it comes. */
const theirs = (api: string): Answer => {
  const rest = new REST({ version: '10', api });
  const body = { ...MESSAGE.body, flags: MESSAGE.body.flags & ~MessageFlags.Ephemeral };
  return async ({ id, token, applicationId }) => {
    await rest.post(Routes.interactionCallback(id, token), {
      auth: false,
      body: {
        type: InteractionResponseType.DeferredChannelMessageWithSource,
        data: { flags: MessageFlags.Ephemeral },
      },
    });
    await rest.patch(Routes.webhookMessage(applicationId, token, '@original'), { auth: false, body });
  };
};

const answerAll = async (
  minted: readonly Minted[],
  answer: Answer,
): Promise<{ readonly work: number; readonly checksum: number }> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < minted.length) {
      const to = minted[next];
      next += 1;
      if (to !== undefined) await answer(to);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return { work: next, checksum: next };
};

const ratesOf = async (
  fake: BenchFake,
  context: BenchContext,
  { answer, count, rounds, slow }: { answer: Answer; count: number; rounds: number; slow: number },
): Promise<readonly number[]> => {
  const rates: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const minted = await fake.mint(count);
    const { ms, work } = stretched(await timed(() => answerAll(minted, answer)), slow);
    rates.push((work / ms) * 1_000);
    context.say(`edit: ${Math.round(rates.at(-1) ?? 0)}/s`);
  }
  return rates;
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const fake = await openBenchFake({ guilds: 1, channels: 1, roles: 1, command: 'bench' });
  try {
    const count = context.choose({ full: 3_000, quick: 1_000, check: 600 });
    const rounds = context.choose({ full: 5, quick: 3, check: 2 });
    await answerAll(await fake.mint(count), ours(fake.api));
    const measured = await ratesOf(fake, context, {
      answer: ours(fake.api),
      count,
      rounds,
      slow: context.slow,
    });
    // its first window is free: three of them are enough
    const few = context.choose({ full: 300, quick: 150, check: 150 });
    const baseline = await ratesOf(fake, context, {
      answer: theirs(fake.api),
      count: few,
      rounds: 1,
      slow: 1,
    });
    const [rate, base] = [median(measured), median(baseline)];
    return [
      {
        name: 'defer.edit',
        value: rate,
        unit: '/s',
        bar: { least: 400 },
        baseline: { what: 'discord.js as it comes', value: base, unit: '/s' },
        ratio: rate / base,
        noise: spread(measured),
        checksum: String(count * rounds),
        note: `deferred and edited, ${IN_FLIGHT} in flight; the fake in another process`,
      },
    ];
  } finally {
    await fake.end();
  }
};

/** Late answers by the surface's own settings. */
export const discordEdit: Bench = { name: 'discord.edit', figures: ['defer.edit'], run };
