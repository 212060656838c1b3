import { setTimeout as sleep } from 'node:timers/promises';
import { TRAINERS } from '#game/battle/trainers.ts';
import type { DiscordRig } from './discord-rig.ts';
import { Stands } from './stands.ts';

/** Whoever is refused tries again so often, and after so long, ms. */
const ATTEMPTS = 5;
const AGAIN_MS = 1_000;
const TEAM = 'loan:mossback,loan:rimebear,loan:cobblemole';

/** People who fight trainers at the live tempo in the channels of their guilds; whose battle is over begins the next. */
export class Arena {
  readonly #rig: DiscordRig;
  readonly #fighters = new Map<string, number>();
  readonly stands: Stands;
  #isOpen = true;
  #underWay: Promise<unknown>[] = [];
  begun = 0;
  readonly problems: string[] = [];

  constructor(rig: DiscordRig) {
    this.#rig = rig;
    this.stands = new Stands((battle) => {
      const fighter = this.#fighters.get(battle);
      if (this.#isOpen && fighter !== undefined) this.#underWay.push(this.fight(fighter));
    });
  }

  /** Starts a battle of somebody's; who is told to come back does so. */
  async fight(person: number): Promise<void> {
    let trouble = '';
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const answer = await this.#try(person);
      if ('battle' in answer) {
        this.begun += 1;
        this.#fighters.set(answer.battle, person);
        this.stands.watch(this.#rig.bot.url, answer.battle);
        return;
      }
      ({ trouble } = answer);
      await sleep(AGAIN_MS);
    }
    this.problems.push(trouble);
  }

  async #try(person: number): Promise<{ readonly battle: string } | { readonly trouble: string }> {
    const trainer = TRAINERS[this.begun % TRAINERS.length]?.id ?? '';
    const card = await this.#rig.act(person, {
      do: 'slash',
      name: 'battle npc',
      values: { trainer, tempo: 'live', team: TEAM },
    });
    if ('undone' in card) return { trouble: card.undone };
    const battle = /Battle ([a-z0-9]{14})/.exec(card.words)?.[1];
    if (battle === undefined) return { trouble: card.words };
    const started = await this.#rig.act(person, { do: 'use', verb: 'battle.begin' });
    return 'undone' in started ? { trouble: started.undone } : { battle };
  }

  /** Begins no more battles. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all(this.#underWay.splice(0));
  }
}
