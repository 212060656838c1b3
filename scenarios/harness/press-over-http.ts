import { openService, type RemoteService } from './service.ts';
import { confirmOf, fieldOf, numberOf, shownOf } from './shown.ts';
import type { Stage } from './stage.ts';

export interface PressOptions {
  readonly url: string | undefined;
  readonly payers: number;
  readonly rounds: number;
  readonly presses: number;
  readonly coins: number;
}

const GUILD = 'storm';
const PACE_MS = 2_000;

const coinsOf = async (service: RemoteService, persona: string): Promise<number> => {
  const { body } = await service.command(persona, '/eco balance', GUILD);
  return numberOf(fieldOf(shownOf(body), 'Free'));
};

/** One quote, its Confirm button pressed many times at once; answers how many presses were answered. */
const storm = async (
  service: RemoteService,
  [payer, payee]: readonly [string, string],
  { url, presses, coins }: PressOptions,
  stage: Stage,
): Promise<number> => {
  const quote = await service.command(payer, `/eco pay user:${payee} amount:${coins}`, GUILD);
  const customId = confirmOf(shownOf(quote.body));
  stage.expect('a payment is quoted first', customId !== undefined, () => quote.body.slice(0, 200));
  if (customId === undefined) return 0;
  // a running service holds each person to a rate; by now it has forgotten the quote
  if (url !== undefined) await new Promise((resolve) => setTimeout(resolve, PACE_MS));
  const answers = await Promise.all(
    Array.from({ length: presses }, () => service.press(payer, customId, GUILD)),
  );
  const bodies = new Set(answers.map(({ body }) => body));
  stage.expect(
    'every press is answered',
    answers.every(({ status }) => status === 200),
    () => answers.map(({ status }) => status).join(),
  );
  stage.expect('every press gets the same answer', bodies.size === 1, () =>
    [...bodies].slice(0, 2).join(' or '),
  );
  const [first] = answers;
  const receipt = first === undefined ? undefined : fieldOf(shownOf(first.body), 'Receipt');
  stage.expect('the answer names one receipt', receipt !== undefined, () => first?.body.slice(0, 200) ?? '');
  return answers.filter(({ status }) => status === 200).length;
};

/** The storm through the HTTP door of a service: guests pay one other by a button that is pressed again and again. */
export const pressOverHttp = async (options: PressOptions, stage: Stage): Promise<void> => {
  const service = await openService(options.url);
  try {
    // fresh names: a service that runs on has guests of earlier storms
    const mark = Date.now().toString(36).slice(-6);
    const payee = `guest-${mark}p`;
    const payers = Array.from({ length: options.payers }, (_, n) => `guest-${mark}${n.toString(36)}`);
    const before = await coinsOf(service, payee);
    const had = new Map<string, number>();
    for (const payer of payers) had.set(payer, await coinsOf(service, payer));
    const startedMs = performance.now();
    const rounds = options.url === undefined ? options.rounds : 1;
    let answered = 0;
    for (let round = 0; round < rounds; round += 1) {
      const storms = payers.map((payer) => storm(service, [payer, payee], options, stage));
      for (const presses of await Promise.all(storms)) answered += presses;
    }
    stage.figure('double-click-storm', (performance.now() - startedMs) / rounds, 'ms');
    if (options.url !== undefined) await new Promise((resolve) => setTimeout(resolve, 2 * PACE_MS));
    const paid = rounds * options.coins;
    for (const [payer, coins] of had) {
      const now = await coinsOf(service, payer);
      stage.expect('each payer paid once a round', now === coins - paid, () => `${now}, not ${coins - paid}`);
    }
    const after = await coinsOf(service, payee);
    const expected = before + paid * payers.length;
    stage.expect('the payee got it once', after === expected, () => `${after}, not ${expected}`);
    stage.atLeast('presses answered', answered, options.payers * rounds * options.presses);
  } finally {
    await service.close();
  }
};
