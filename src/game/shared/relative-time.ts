/** A moment in a text, which surfaces show as "in 5 minutes": `<t:SECONDS:R>`, rounded up so that "now" is never too early. */
export const relativeTime = (ms: number): string => `<t:${Math.ceil(ms / 1_000)}:R>`;
