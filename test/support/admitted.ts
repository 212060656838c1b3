import type { Ticket } from '#actors/kit/engine-api.ts';
import { Fault } from '#ports/fault.ts';

/** The room that was asked for. @throws Fault when there is none */
export const admitted = (room: Ticket | Fault): Ticket => {
  if (room instanceof Fault) throw room;
  return room;
};
