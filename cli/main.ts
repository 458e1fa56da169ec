import {buildProgram} from './program.ts';
import {explain} from './errors.ts';

const written = (out: NodeJS.WriteStream) => new Promise(resolve => out.write('', resolve));

// A closed terminal, or a reader of a pipe that has seen enough: what is under way ends in order all the same.
for (const out of [process.stdout, process.stderr]) out.on('error', () => {});

try {
  await buildProgram(process.env).parseAsync(process.argv);
} catch (error) {
  console.error(`preheat: ${explain(error)}`);
  if (process.env['PREHEAT_LOG_LEVEL'] === 'debug') console.error(error);
  process.exitCode = 1;
}
// A reader of a pipe may be slow, and `exit` does not wait for it.
await Promise.all([process.stdout, process.stderr].map(written));
// The model's SDK and a lost connection may leave a socket behind; everything of ours is closed here.
process.exit();
