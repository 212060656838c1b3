import type { RemoteService } from './service.ts';
import { fieldOf, numberOf, shownOf } from './shown.ts';
import type { Stage } from './stage.ts';
import { IN_FLIGHT_MAX } from './target.ts';

/** One payment in so many is remembered, so many at a time. */
const REMEMBERED_EVERY = 16;
const REMEMBERED_MAX = 8;
const GUILD = 'watch';
const WATCHER = 'guest-watch';
const OVERLOADED = 503;

/** A payment that somebody was given a receipt for. */
interface Paid {
  readonly name: string;
  readonly customId: string;
  readonly guild: string;
  readonly commandId: string | undefined;
  readonly receipt: string;
}

/** What must hold at any moment of a service behind its HTTP door. A question that it has no room for is asked at the next look. */
export class HttpLook {
  readonly #service: RemoteService;
  #payments = 0;
  #paid: Paid[] = [];

  constructor(service: RemoteService) {
    this.#service = service;
  }

  /** A confirm button was answered. */
  note(name: string, customId: string, guild: string, body: string): void {
    this.#payments += 1;
    if (this.#payments % REMEMBERED_EVERY !== 0 || this.#paid.length >= REMEMBERED_MAX) return;
    const shown = shownOf(body);
    const receipt = fieldOf(shown, 'Receipt');
    if (receipt === undefined) return;
    this.#paid.push({ name, customId, guild, commandId: shown.commandId, receipt });
  }

  async look(stage: Stage): Promise<void> {
    const inside = await this.#service.inside();
    if (inside !== undefined) {
      const { alarms, inFlight } = inside;
      stage.expect('work in flight is bounded', inFlight <= IN_FLIGHT_MAX, () => `${inFlight} in flight`);
      stage.expect('nothing breaks inside', alarms.length === 0, () => alarms.slice(0, 3).join('; '));
    }
    await Promise.all([this.#books(stage), this.#again(stage)]);
  }

  /** Every coin that was ever minted is somewhere. */
  async #books(stage: Stage): Promise<void> {
    const { status, body } = await this.#service.command(WATCHER, '/eco supply', GUILD);
    if (status === OVERLOADED) return;
    const shown = shownOf(body);
    const [minted, destroyed, free, held, fees] = ['Minted', 'Destroyed', 'With people', 'Held', 'Fees'].map(
      (name) => numberOf(fieldOf(shown, name)),
    );
    stage.expect(
      'no coin is lost or made',
      (minted ?? 0) - (destroyed ?? 0) === (free ?? 0) + (held ?? 0) + (fees ?? 0),
      () => body.slice(0, 300),
    );
  }

  /** A button that was carried out is pressed again: it is the same payment. */
  async #again(stage: Stage): Promise<void> {
    const asked = this.#paid;
    this.#paid = [];
    for (const paid of asked) {
      const { status, body } = await this.#service.press(paid.name, paid.customId, paid.guild);
      if (status === OVERLOADED) {
        this.#paid.push(paid);
        continue;
      }
      const shown = shownOf(body);
      // the ends of a person's last payments alone are remembered where panels are drawn
      const receipt = fieldOf(shown, 'Receipt') ?? paid.receipt;
      stage.expect(
        'what was acknowledged is carried out once',
        shown.commandId === paid.commandId && receipt === paid.receipt,
        () => `${paid.name}: ${paid.receipt}, then ${receipt} by ${shown.commandId}`,
      );
    }
  }
}
