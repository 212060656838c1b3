import { enableCompileCache } from 'node:module';

// compiled code is kept in the system's temporary folder: a second start, its threads too, need not compile again
const { directory } = enableCompileCache();
if (directory !== undefined) process.env['NODE_COMPILE_CACHE'] ??= directory;

const { run } = await import('#app/run.ts');
await run(process);
