import { run } from './discord/register.ts';

process.exitCode = await run(process);
