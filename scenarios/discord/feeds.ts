import type { SeenRequest } from '#test/support/fake-discord/server.ts';
import type { Shown } from './words.ts';

const MESSAGE = /^\/channels\/\d+\/messages(?:\/\d+)?$/;
const BATTLE = /"custom_id":"1\.(?:battle|thread)\.[a-z-]+\.([a-z0-9]{14})/;
const TICK = /\*\*Tick\*\* (\d+)/;

/** What the messages of battles have shown, as everybody could see it. */
export class Feeds {
  /** Where each battle is shown. */
  readonly channels = new Map<string, string>();
  readonly #shown = new Map<string, Shown[]>();

  readonly see = ({ method, path, status, body, isBot, atMs }: SeenRequest): void => {
    if (!isBot || status !== 200 || method === 'DELETE' || !MESSAGE.test(path)) return;
    const text = JSON.stringify(body);
    const battle = BATTLE.exec(text)?.[1];
    if (battle === undefined) return;
    this.channels.set(battle, path.split('/')[2] ?? '');
    const tick = Number(TICK.exec(text)?.[1] ?? Number.MAX_SAFE_INTEGER);
    const shown = this.#shown.get(battle) ?? [];
    this.#shown.set(battle, shown);
    // the end shows no tick: everything has been seen by then
    shown.push({ tick, atMs });
  };

  get shown(): Readonly<Record<string, readonly Shown[]>> {
    return Object.fromEntries(this.#shown);
  }
}
