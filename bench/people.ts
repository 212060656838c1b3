import type { Call } from '#actors/kit/engine-api.ts';
import type { CommandOf, Place } from '#actors/kit/define-entity.ts';
import type { user } from '#actors/user/user.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { World } from './world.ts';

/** The realm of all benches. */
export const REALM = 'home';

type UserCommand = CommandOf<typeof user>;

/** Id of the `n`th person. */
export const personId = (n: number): string => `p${n.toString(36).padStart(5, '0')}`;

export const personPlace = (id: string): Place => ({ realm: '0', id });

/** What the `n`th command of a person is: quotes that come and go, notes, experience. Together 350 bytes of log a command. */
export const personCommand = (
  id: string,
  n: number,
): { readonly by: string; readonly command: UserCommand } => {
  switch (n % 4) {
    case 0:
      return { by: id, command: openQuote(id, `q${n.toString(36)}`) };
    case 1:
      return { by: `pet:${REALM}:${id}`, command: { type: 'AwardXp', source: 'pet-care' } };
    case 2:
      return { by: id, command: { type: 'SetNotify', event: 'gift', via: n % 8 < 4 ? 'off' : 'dm' } };
    default:
      return { by: id, command: { type: 'CancelQuote', nonce: `q${(n - 3).toString(36)}` } };
  }
};

const openQuote = (id: string, nonce: string): UserCommand => ({
  type: 'OpenQuote',
  nonce,
  plan: {
    kind: 'pay',
    realm: REALM,
    transfer: {
      type: 'Transfer',
      legs: [
        { from: accountOf(id), to: accountOf('receiver'), coins: 250 },
        { from: accountOf(id), to: 'fee', coins: 5 },
      ],
      memo: { kind: 'pay' },
    },
  },
});

/** Gives everybody a profile, so many at a time. */
export const enrolAll = async (
  world: World,
  kind: typeof user,
  ids: readonly string[],
  atOnce = 500,
): Promise<void> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < ids.length) {
      const id = ids[next] ?? '';
      next += 1;
      await ask(world, kind, id, `enrol`, { type: 'Enroll', name: sealed(id, `Person ${id}`), realm: REALM });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ids.length) }, lane));
};

/** One command to a person. @throws Error when the rules refuse it */
export const ask = async (
  world: World,
  kind: typeof user,
  id: string,
  key: string,
  command: UserCommand,
  by = id,
): Promise<void> => {
  const call: Call = { ...world.call(by, key), scope: id };
  const fromMs = performance.now();
  const answer = await world.engine.ask(kind, personPlace(id), command, call);
  world.meter.observe(command.type, answer.ok ? 'ok' : answer.rejection.code, performance.now() - fromMs);
  if (!answer.ok) throw new Error(`${command.type} of ${id}: ${answer.rejection.message}`);
};
