import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Loaded before a service under test (`--import`): writes the address of each module that is loaded into a file. */
const file = process.env['GUILDHALL_TEST_MODULES'];
if (file === undefined) throw new Error('GUILDHALL_TEST_MODULES names no file');
registerHooks({
  load: (url, context, next) => {
    appendFileSync(file, `${url}\n`);
    return next(url, context);
  },
});
