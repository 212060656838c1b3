import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** What a control's id says; at most four ids of 14 characters fit. */
export interface CustomIdParts {
  readonly feature: string;
  readonly verb: string;
  /** Entity or subject, `-` for none. */
  readonly entity: string;
  /** Revision the panel was drawn from; 0 when it does not matter. */
  readonly revision: number;
  /** The user for whom the control works. */
  readonly owner: string;
  /** Command key: twenty presses of one control are one command. */
  readonly nonce: string;
}

const FORM =
  /^1\.([a-z0-9]{1,10})\.([a-z0-9-]{1,14})\.([a-z0-9-]{1,30})\.([0-9a-z]{1,9})\.([a-z0-9]{1,14})\.([a-z0-9]{1,14})\.([A-Za-z0-9_-]{10})$/;

/** Stateless custom ids, at most 100 characters, signed with the deployment's key: they work after a restart. */
export class CustomIds {
  // bytes would be turned into a key at each use, which costs more than the hash
  readonly #key: KeyObject;

  constructor(deploymentKey: Buffer) {
    this.#key = createSecretKey(createHmac('sha256', deploymentKey).update('custom-id/1').digest());
  }

  #mac(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url').slice(0, 10);
  }

  encode(parts: CustomIdParts): string {
    const { feature, verb, entity, revision, owner, nonce } = parts;
    const body = `1.${feature}.${verb}.${entity}.${revision.toString(36)}.${owner}.${nonce}`;
    return `${body}.${this.#mac(body)}`;
  }

  /** The parts, or `undefined` when the text is not one of ours. */
  decode(customId: string): CustomIdParts | undefined {
    const match = FORM.exec(customId);
    if (match === null) return undefined;
    const [, feature = '', verb = '', entity = '', revision = '', owner = '', nonce = '', mac = ''] = match;
    const expected = this.#mac(customId.slice(0, -11));
    if (!timingSafeEqual(Buffer.from(mac), Buffer.from(expected))) return undefined;
    return { feature, verb, entity, revision: Number.parseInt(revision, 36), owner, nonce };
  }
}
