import {buildWorkflowBundle} from '../workflow-bundle.ts';

/** `preheat bundle`: bundles the workflows ahead of the workers' start. */
export async function bundleCommand(): Promise<void> {
  const {codePath} = await buildWorkflowBundle();
  console.log(`The workflows are bundled: ${codePath}. Workers with these sources use it.`);
}
