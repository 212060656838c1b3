/** Whether an error is Discord's refusal, whose message is for operators. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'DiscordRefusal';
