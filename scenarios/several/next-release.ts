import { z } from 'zod';
import { KINDS } from '#actors/guardian.ts';
import { type AnyKind, defineEntity } from '#actors/kit/define-entity.ts';
import { user } from '#actors/user/user.ts';
import type { DomainCommand, DomainEvent } from '#game/shared/decider.ts';
import type { MemberOrder } from './member-order.ts';

/** The event that has a new form in the next release: it says by which command the time zone was set. */
const CHANGED = 'TimeZoneSet';
const VERSION = 2;

type State = Readonly<Record<string, unknown>>;
type Event = DomainEvent & { readonly by?: string | null };

const { options } = user as AnyKind;
const { decider } = options;

const withBy = (value: unknown): object => ({ ...(value as object), zoneBy: null });

/** People as the next release has them: it keeps which command set the time zone last, as far as that was written down. */
const nextUser: AnyKind = defineEntity({
  ...options,
  decider: {
    ...decider,
    initial: (self) => withBy(decider.initial(self)),
    decide: (state, command: DomainCommand, context) => {
      const decision = decider.decide(state, command, context);
      if (!decision.ok) return decision;
      const events = decision.events.map((event: DomainEvent): DomainEvent =>
        event.type === CHANGED ? Object.assign({}, event, { by: context.commandId }) : event,
      );
      return { ...decision, events };
    },
    evolve: (state: State, event: Event, atMs: number) => {
      const { by, ...known } = event;
      const next = decider.evolve(state, event.type === CHANGED ? known : event, atMs) as State;
      return event.type === CHANGED ? { ...next, zoneBy: by ?? state['zoneBy'] } : next;
    },
  },
  state: (options.state as z.ZodObject).extend({ zoneBy: z.string().nullable() }),
  stateVersion: options.stateVersion + 1,
  upgradeState: (old: unknown) => withBy(options.upgradeState?.(old) ?? old),
  events: {
    ...options.events,
    [CHANGED]: z.strictObject({ timeZone: z.string(), by: z.string().nullable() }),
  },
  eventVersions: { ...options.eventVersions, [CHANGED]: VERSION },
  upcasters: {
    ...options.upcasters,
    [`${CHANGED}@1`]: (data: unknown) => ({ ...(data as object), by: null }),
  },
});

/** People of this release, who do not notice what is newer. */
const blindUser: AnyKind = defineEntity({
  ...options,
  stateVersion: nextUser.options.stateVersion,
  eventVersions: { ...options.eventVersions, [CHANGED]: VERSION },
  upcasters: { ...options.upcasters, [`${CHANGED}@1`]: (data: unknown) => data },
});

/** People of this release or the next one; with snapshots as often as wanted. */
export const userOf = ({ isNext, isBlind, snapshotEvery }: MemberOrder): AnyKind => {
  const present: AnyKind = isBlind === true ? blindUser : user;
  const kind = isNext === true ? nextUser : present;
  return snapshotEvery === undefined ? kind : defineEntity({ ...kind.options, snapshotEvery });
};

/** All kinds of a release. */
export const kindsOf = (order: MemberOrder): readonly AnyKind[] =>
  KINDS.map((kind) => (kind.kind === user.kind ? userOf(order) : kind));

/** Whether an event was written by the next release. */
export const isOfNext = ({ type, v }: { readonly type: string; readonly v: number }): boolean =>
  type === CHANGED && v === VERSION;

/** Whether an event was written in the form of this one. */
export const isOfThis = ({ type, v }: { readonly type: string; readonly v: number }): boolean =>
  type === CHANGED && v < VERSION;
