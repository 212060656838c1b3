import { PET_NAME_MAX } from '#game/pet/pet-protocol.ts';

/** What a name of a pet takes. */
export const PET_NAME_TAKES = `1 to ${PET_NAME_MAX} letters, digits, spaces, \`'\`, \`.\` or \`-\`, for example \`Biscuit\``;
