import { identity } from '#actors/identity/identity.ts';
import { user } from '#actors/user/user.ts';
import type { Engine } from '#actors/kit/engine-api.ts';
import { DEPLOYMENT_REALM, type UserId } from '#game/shared/ids.ts';
import { sealed, unsealed } from '#game/shared/sealed.ts';
import { Fault } from '#ports/fault.ts';
import type { IdentityBook, ResolveCall } from './enrol.ts';
import { unwrap } from './rejected.ts';

/** Keeps identities in their entities; `mintKey` makes fresh command keys. */
export const identityBook = (engine: Engine, mintKey: () => string): IdentityBook => ({
  userOf: async (identityId, candidate, provider, call) => {
    const place = { realm: DEPLOYMENT_REALM, id: identityId };
    const known = await engine.read(identity, place, 'userId', undefined, call);
    if (known !== undefined) return known as UserId;
    const command = { type: 'Bind', userId: sealed(candidate, candidate), provider } as const;
    const reply = unwrap(await engine.ask(identity, place, command, asked(candidate, mintKey(), call)));
    const bound = unsealed(reply.userId, '');
    if (bound === '')
      throw new Fault('E_RETRY', 'the person was erased while they were looked up', { retryable: true });
    return bound as UserId;
  },
  known: async (identityId, call) =>
    (await engine.read(identity, { realm: DEPLOYMENT_REALM, id: identityId }, 'userId', undefined, call)) as
      | UserId
      | undefined,
  enrol: async (userId, { name, address, language }, call) => {
    const place = { realm: DEPLOYMENT_REALM, id: userId };
    const [welcomed, kept, spoken] = await Promise.all([
      engine.read(user, place, 'welcomed', undefined, call),
      address === undefined ? undefined : engine.read(user, place, 'address', address, call),
      language === undefined ? undefined : engine.read(user, place, 'language', undefined, call),
    ]);
    if (welcomed !== undefined && kept === address?.id && spoken === language) return false;
    const command = {
      type: 'Enroll',
      name: sealed(userId, name),
      realm: call.realm,
      ...(address === undefined
        ? {}
        : { address: { provider: address.provider, id: sealed(userId, address.id) } }),
      ...(language === undefined ? {} : { language }),
    } as const;
    unwrap(await engine.ask(user, place, command, asked(userId, mintKey(), call)));
    // the first command may want to spend the grant; when it is late, that command says so itself
    await engine.waitFor(user, place, 'welcomed', undefined, call);
    return welcomed === undefined;
  },
});

const asked = (userId: string, key: string, call: ResolveCall) => ({
  commandId: `${userId}/${key}`,
  by: userId,
  scope: call.scope,
  deadlineMonoMs: call.deadlineMonoMs,
  traceId: call.traceId,
});
