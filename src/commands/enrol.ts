import { createHmac, randomBytes } from 'node:crypto';
import type { Language } from '#game/guild/guild-protocol.ts';
import type { UserId } from '#game/shared/ids.ts';
import { languageOfTag } from './language/index.ts';
import type { PeopleDirectory } from './people-directory.ts';
import { cleanName } from './text.ts';

/** A person as an outside service knows them. */
export interface ExternalPerson {
  /** `discord`, `playground` … */
  readonly provider: string;
  /** The service's own id of the person; never stored in clear. */
  readonly externalId: string;
  /** Display name, as the service gives it. */
  readonly name: string;
  /** Their language as a tag, for example `de` or `en-GB`. */
  readonly locale?: string;
}

/** Who somebody is here. */
export interface Person {
  readonly userId: UserId;
  readonly displayName: string;
  /** Their profile was opened just now. */
  readonly isNew: boolean;
}

/** How a resolution travels through the engine. */
export interface ResolveCall {
  readonly realm: string;
  readonly scope: string;
  readonly deadlineMonoMs: number;
  readonly traceId: string;
}

/** What the service is told of a person at their first command, and again after each start. */
export interface Known {
  /** Display name, cleaned. */
  readonly name: string;
  /** Their own id at a service through which they can be written to. */
  readonly address?: { readonly provider: 'discord'; readonly id: string };
  /** What they read there. */
  readonly language?: Language;
}

/** Where identities are kept: an entity for each pair of provider and external id. */
export interface IdentityBook {
  /** The user bound to an identity; binds `candidate` when there is none (or its person was erased). @throws Fault */
  userOf(identityId: string, candidate: UserId, provider: string, call: ResolveCall): Promise<UserId>;
  /** The user bound to an identity, if there is one; binds nobody. @throws Fault */
  known(identityId: string, call: ResolveCall): Promise<UserId | undefined>;
  /**
   * Creates the profile with its welcome grant and keeps address and language; `false`: there was a profile, and repeats
   * change nothing. @throws Fault
   */
  enrol(userId: UserId, known: Known, call: ResolveCall): Promise<boolean>;
}

/** Services through which somebody can be written to: no other external id is ever kept. */
const addressOf = ({ provider, externalId }: ExternalPerson): Pick<Known, 'address'> =>
  provider === 'discord' ? { address: { provider, id: externalId } } : {};

/** What somebody reads where they can be written to; a language that is not spoken here is answered in English. */
const languageOf = ({ provider, locale }: ExternalPerson): Language | undefined =>
  provider === 'discord' && locale !== undefined ? (languageOfTag(locale) ?? 'en') : undefined;

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** The first `length` base-36 digits of a digest; 14 hold 72 bits. */
export const base36 = (digest: Buffer, length: number): string => {
  let value = BigInt(`0x${digest.toString('hex')}`);
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text += ALPHABET[Number(value % 36n)];
    value /= 36n;
  }
  return text;
};

/** The identity's entity id: 14 characters of HMAC-SHA-256(deployment key, provider ‖ external id). */
export const identityIdOf = (deploymentKey: Buffer, provider: string, externalId: string): string =>
  base36(createHmac('sha256', deploymentKey).update(`identity/1\0${provider}\0${externalId}`).digest(), 14);

/** A fresh user id: 14 random characters `[a-z0-9]`, the first one a letter. */
const mintUserId = (): UserId => `u${base36(randomBytes(24), 13)}` as UserId;

type Enrolled = Pick<Person, 'userId' | 'isNew'>;

/** Somebody who was enrolled, and the language in which they were seen last. */
interface Met {
  readonly userId: UserId;
  readonly language: Language | undefined;
}

/** People kept in memory; the one not seen for longest goes first. */
const REMEMBERED_MAX = 100_000;

const keyOf = (person: ExternalPerson, call: Pick<ResolveCall, 'realm'>): string =>
  `${call.realm}\0${person.provider}\0${person.externalId}`;

/** Finds the person behind an outside id and enrols them at their first command. Remembers; two at once ask once. */
export class People {
  readonly #book: IdentityBook;
  readonly #directory: PeopleDirectory;
  readonly #deploymentKey: Buffer;
  readonly #known = new Map<string, Met>();
  readonly #asking = new Map<string, Promise<Enrolled>>();
  /** Erased since the start: an answer that was on its way must not bring them back. */
  readonly #erased = new Set<string>();

  constructor(book: IdentityBook, directory: PeopleDirectory, deploymentKey: Buffer) {
    this.#book = book;
    this.#directory = directory;
    this.#deploymentKey = deploymentKey;
  }

  /** The person, enrolled in the realm of the call. @throws Fault */
  async resolve(person: ExternalPerson, call: ResolveCall): Promise<Person> {
    const displayName = cleanName(person.name);
    const key = keyOf(person, call);
    const known = this.#known.get(key);
    const language = languageOf(person) ?? known?.language;
    let { userId, isNew } =
      known === undefined || known.language !== language
        ? await this.#askOnce(key, person, displayName, call)
        : { userId: known.userId, isNew: false };
    if (this.#erased.has(userId)) ({ userId, isNew } = await this.#ask(person, displayName, call));
    this.#known.delete(key);
    this.#known.set(key, { userId, language });
    if (known === undefined) this.#directory.remember(userId, displayName);
    return { userId, displayName, isNew };
  }

  /** The person if they have been here before; enrols nobody. @throws Fault */
  async find(person: ExternalPerson, call: ResolveCall): Promise<UserId | undefined> {
    return (
      this.#known.get(keyOf(person, call))?.userId ??
      this.#book.known(identityIdOf(this.#deploymentKey, person.provider, person.externalId), call)
    );
  }

  /** Forgets a person who was erased, so that their next command makes a new one. */
  forget(userId: string): void {
    this.#erased.add(userId);
    for (const [key, known] of this.#known) {
      if (known.userId === userId) this.#known.delete(key);
    }
    this.#directory.erase(userId);
  }

  async #askOnce(key: string, person: ExternalPerson, name: string, call: ResolveCall): Promise<Enrolled> {
    const asking = this.#asking.get(key) ?? this.#ask(person, name, call);
    this.#asking.set(key, asking);
    try {
      const enrolled = await asking;
      if (this.#known.size >= REMEMBERED_MAX) {
        const oldest = this.#known.keys().next();
        if (oldest.done !== true) this.#known.delete(oldest.value);
      }
      return enrolled;
    } finally {
      this.#asking.delete(key);
    }
  }

  async #ask(person: ExternalPerson, name: string, call: ResolveCall): Promise<Enrolled> {
    const identityId = identityIdOf(this.#deploymentKey, person.provider, person.externalId);
    const userId = await this.#book.userOf(identityId, mintUserId(), person.provider, call);
    const language = languageOf(person);
    const known = { name, ...addressOf(person), ...(language === undefined ? {} : { language }) };
    return { userId, isNew: await this.#book.enrol(userId, known, call) };
  }
}
