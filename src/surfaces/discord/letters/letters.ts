import type { Follower } from '#actors/kit/follower-runner.ts';
import { user } from '#actors/user/user.ts';
import type { Desk } from '#commands/desk.ts';
import { showTo } from '#commands/for-all.ts';
import { namePeople } from '#commands/names.ts';
import { NOTIFY_LABELS } from '#commands/notify/view.ts';
import { panelFor } from '#commands/language/index.ts';
import { languageOfGuild } from '#commands/language/speaking.ts';
import type { Panel } from '#commands/panel.ts';
import { CommandRejection } from '#commands/rejected.ts';
import { isChannelOn } from '#game/guild/guild-reads.ts';
import type { NotifyEvent } from '#game/profile/user-protocol.ts';
import { DEPLOYMENT_REALM, type UserId } from '#game/shared/ids.ts';
import { Patience } from '../../broadcasts/patience.ts';
import type { SurfaceLog } from '../interactions.ts';
import { renderPanel } from '../render/panel.ts';
import { isForGood, type Posting } from '../threads/posting.ts';
import { isHopeless } from './hopeless.ts';
import { type Digest, type Notice, noticesIn, type SingleNotice } from './notices.ts';

/** Who speaks to people's entities here; no user id has this form. */
const SELF = 'discord:0:letters';
const SCOPE = 'letters';
/** What is older waits in the inbox alone, ms: a new bot does not tell of last month. */
const OLD_MS = 24 * 3_600_000;
/** Somebody who took no message is not written to again for so long, unless they ask for it, ms. */
const CLOSED_MS = 24 * 3_600_000;
/** Of a crash at most so many commits are gone through again; their messages carry the same nonces. */
const COMMITS_MAX = 8;

export interface LettersParts {
  readonly desk: Desk;
  readonly posting: Pick<Posting, 'write' | 'post'>;
  readonly realm: string;
  readonly log: SurfaceLog;
}

/** In channels nobody is notified but of what somebody else addressed to them. */
const NOTIFYING: ReadonlySet<NotifyEvent> = new Set(['challenge', 'gift']);

const kindOf = (notice: Notice): string => (notice.via === 'digest' ? 'digest' : notice.event);

/**
 * Messages to people, alone or in the channel that they chose. They follow the log of each person, so that none is sent
 * before what it tells is durable, and a crash loses none; the nonce keeps a repeat from being a second message. What
 * cannot be delivered is in the inbox.
 */
export class Letters {
  readonly #parts: LettersParts;
  readonly #patience: Patience;

  constructor(parts: LettersParts) {
    this.#parts = parts;
    this.#patience = new Patience(parts.desk.deps.clock);
  }

  /** Follows the log of people. */
  get follower(): Follower {
    return {
      name: 'letters',
      kinds: [user.kind],
      commitsMax: COMMITS_MAX,
      handle: async (commit, place) => {
        for (const notice of noticesIn(commit, place)) await this.#carry(notice);
      },
    };
  }

  /** Sends nothing more; what was on its way is sent again by the next process, under the same nonce. */
  stop(): void {
    this.#patience.stop();
  }

  /** Delivers a notice, however long Discord is away; one that is old by then is left to the inbox. */
  async #carry(notice: Notice): Promise<void> {
    const { desk, log } = this.#parts;
    await this.#patience.keepTrying(() => this.#deliver(notice), {
      isOver: () => desk.deps.clock.nowMs() - notice.atMs >= OLD_MS,
      onTrouble: (error, attempts) => {
        const isLost = isHopeless(error);
        const event = kindOf(notice);
        if (isLost) log('warn', 'a message could not be sent', { event, err: error });
        else if (attempts === 0) log('warn', 'a message has to wait', { event, err: error });
        return isLost ? 'never' : 'again';
      },
    });
  }

  #call() {
    const { deps, answerWithinMs } = this.#parts.desk;
    return { scope: SCOPE, deadlineMonoMs: deps.clock.monoMs() + answerWithinMs };
  }

  #deliver(notice: Notice): Promise<void> {
    return notice.via === 'channel' ? this.#post(notice) : this.#write(notice);
  }

  /** Tells a person's entity what became of the way to them. */
  async #tell({ userId, key }: Notice, type: 'NoteClosed' | 'LoseChannel'): Promise<void> {
    await this.#parts.desk.deps.engine.ask(
      user,
      { realm: DEPLOYMENT_REALM, id: userId },
      { type, provider: 'discord' },
      { ...this.#call(), commandId: `${SELF}/${key}`, by: SELF },
    );
  }

  async #write(notice: Notice): Promise<void> {
    const { desk, posting } = this.#parts;
    const { engine, clock } = desk.deps;
    const place = { realm: DEPLOYMENT_REALM, id: notice.userId };
    const [address, closedAtMs, language] = await Promise.all([
      engine.read(user, place, 'address', { provider: 'discord' }, this.#call()),
      engine.read(user, place, 'closedAtMs', {}, this.#call()),
      engine.read(user, place, 'language', undefined, this.#call()),
    ]);
    const isClosed = closedAtMs > 0 && clock.nowMs() - closedAtMs < CLOSED_MS;
    // without an address: erased since, or never on Discord
    if (address === undefined || isClosed) return;
    const panel = notice.via === 'digest' ? await this.#digestOf(notice) : await this.#panelOf(notice);
    const message = renderPanel(panelFor(panel, language), (userId) => desk.directory.nameOf(userId));
    if ((await posting.write(address, message, notice.key)) === 'closed')
      await this.#tell(notice, 'NoteClosed');
  }

  /** Where all see it: the words alone, and nothing where the guild wants no commands. */
  async #post(notice: SingleNotice): Promise<void> {
    const { desk, posting } = this.#parts;
    const { engine, guilds } = desk.deps;
    const place = { realm: DEPLOYMENT_REALM, id: notice.userId };
    const [channel, address] = await Promise.all([
      engine.read(user, place, 'channel', undefined, this.#call()),
      engine.read(user, place, 'address', { provider: 'discord' }, this.#call()),
    ]);
    if (channel === undefined) return;
    const settings = await guilds.settingsOf(channel.guild, this.#call());
    if (settings.bannedFor !== null || !isChannelOn(settings, [channel.channelId])) return;
    const panel = await this.#plainOf(notice);
    const addressed: Panel = { ...panel, text: `<@${notice.userId}>: ${panel.text ?? ''}` };
    const message = renderPanel(
      panelFor(addressed, languageOfGuild(settings)),
      (userId) => desk.directory.nameOf(userId),
      NOTIFYING.has(notice.event) ? address : undefined,
    );
    try {
      await posting.post(channel.channelId, message, notice.key);
    } catch (error) {
      if (!isForGood(error)) throw error;
      await this.#tell(notice, 'LoseChannel');
    }
  }

  async #plainOf({ event, text: written }: SingleNotice): Promise<Panel> {
    const [text = written] = await namePeople([written], { deps: this.#parts.desk.deps, ...this.#call() });
    return { title: NOTIFY_LABELS[event], text, ephemeral: false };
  }

  /** The notices of a day as one list, oldest first. */
  async #digestOf({ entries }: Digest): Promise<Panel> {
    const { deps } = this.#parts.desk;
    const texts = await namePeople(
      entries.map(({ text }) => text),
      { deps, ...this.#call() },
    );
    return {
      title: 'Your day',
      tables: [
        {
          columns: [{ label: 'When' }, { label: 'About' }, { label: 'What' }],
          rows: entries.map(({ event, atMs }, n) => [
            `<t:${Math.floor(atMs / 1_000)}:R>`,
            NOTIFY_LABELS[event],
            texts[n] ?? '',
          ]),
        },
      ],
      footer: 'Once a day, as you said: /notify set',
      ephemeral: false,
    };
  }

  /** The notice with the battle that it is about, and that person's own controls. */
  async #panelOf(notice: SingleNotice): Promise<Panel> {
    const { desk, realm } = this.#parts;
    const { userId, battle } = notice;
    const plain = await this.#plainOf(notice);
    if (battle === undefined) return plain;
    const onlooker = { userId: userId as UserId, displayName: '', realm, scope: SCOPE };
    try {
      const seen = await showTo(desk, onlooker, { feature: battle.kind, verb: 'view', entity: battle.id });
      const texts = [plain.text ?? '', seen.text ?? ''].filter((part) => part !== '');
      return { ...seen, text: texts.join('\n\n'), ephemeral: false };
    } catch (error) {
      // gone or private: the words alone
      if (error instanceof CommandRejection) return plain;
      throw error;
    }
  }
}
