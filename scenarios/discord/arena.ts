import { TRAINERS } from '#game/battle/trainers.ts';
import { type DiscordRig } from './discord-rig.ts';
import { Stands } from './stands.ts';

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

  /** Starts a battle of somebody's. */
  async fight(person: number): Promise<void> {
    const trainer = TRAINERS[this.begun % TRAINERS.length]?.id ?? '';
    this.begun += 1;
    const card = await this.#rig.act(person, {
      do: 'slash',
      name: 'battle npc',
      values: { trainer, tempo: 'live', team: TEAM },
    });
    const battle = 'undone' in card ? undefined : /Battle ([a-z0-9]{14})/.exec(card.words)?.[1];
    const started = await this.#rig.act(person, { do: 'use', verb: 'battle.begin' });
    if (battle === undefined || 'undone' in started) {
      this.problems.push('undone' in started ? started.undone : started.words);
      return;
    }
    this.#fighters.set(battle, person);
    this.stands.watch(this.#rig.bot.url, battle);
  }

  /** Begins no more battles. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await Promise.all(this.#underWay.splice(0));
  }
}
