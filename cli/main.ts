import {buildProgram} from './program.ts';
import {explain} from './errors.ts';

try {
  await buildProgram(process.env).parseAsync(process.argv);
} catch (error) {
  console.error(`preheat: ${explain(error)}`);
  if (process.env['PREHEAT_LOG_LEVEL'] === 'debug') console.error(error);
  process.exitCode = 1;
}
// The model's SDK and a lost connection may leave a socket behind; everything of ours is closed here.
process.exit();
