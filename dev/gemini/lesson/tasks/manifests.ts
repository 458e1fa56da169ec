import type {Task} from '../code/snippet.ts';
import type {TaskText} from './task-text.ts';

/** The tasks where the code is a Kubernetes manifest. */
export const MANIFESTS: Record<Task, TaskText> = {
  listing: {
    title: 'Write the words into a configuration',
    instructions: title =>
      `Complete the configuration so that it carries the title of this lesson, ${title}, and one numbered entry for each of four words. Keep the indentation at two spaces. Apply the file, then read the entries back and compare them with what you wrote.`,
    hints: [
      'Every entry stands below data, two spaces further in.',
      'Use names such as part_1 and part_2, so that their order shows.',
      'Put the values between quotation marks: they are always text.',
    ],
    objective: 'Write a small configuration with a correct structure.',
    explanation: title =>
      `Everything below data is a name with a text. Keeping the words of ${title} in a configuration lets you change them without building a new image.`,
  },
  sentence: {
    title: 'Open a door from outside',
    instructions: title =>
      `Requests for one path are to reach a service. The rule is written but for the number of the port; complete it as you would in work on ${title}. Apply it, look at its description, and find the line that names the service behind the door.`,
    hints: [
      'A rule joins three things: a host, a path, and a service with its port.',
      'The port here is the one on which the service listens, not that of the container.',
      'A wrong number is accepted and shows only when nobody answers.',
    ],
    objective: 'Join a host, a path and a service to one rule.',
    explanation: title =>
      `The rule says where a request goes and nothing about who answers it. In ${title} this keeps addresses for people apart from the names that services have among themselves.`,
  },
  longest: {
    title: 'Bound a job that may not end',
    instructions: title =>
      `The job prints one word and ends; the next one may hang. Give it a number of further attempts and a longest time in seconds, as practice for ${title}. Apply it, watch it finish, and say which of the two bounds would have ended a job that never stops.`,
    hints: [
      'Both bounds belong to the job, not to its pod.',
      'One of them counts attempts, the other one seconds.',
      'The time runs over all attempts together.',
    ],
    objective: 'State how often and for how long a job may try.',
    explanation: title =>
      `Without bounds a job that fails is tried again for a long time. Stating them is a decision about cost, and in ${title} it is better made in the file than at night.`,
  },
  mark: {
    title: 'Say when a container is alive',
    instructions: title =>
      `A container can run and yet not work. Add a probe that asks for a path every few seconds, so that a container which no longer answers is started anew. Apply it within your practice of ${title}, then look for the probe in the description of the pod.`,
    hints: [
      'The probe stands below the container, beside its image.',
      'It needs a path, a port and the pause between two questions.',
      'A failed probe restarts the container; it does not take it out of service first.',
    ],
    objective: 'Describe how the system sees that a container works.',
    explanation: title =>
      `The probe turns a silent fault into one that is seen and acted upon. For ${title} choose a path that answers quickly and touches nothing else.`,
  },
  total: {
    title: 'Ask for copies and memory',
    instructions: title =>
      `Change the manifest, as practice for ${title}, so that more than one copy runs and each container asks for memory. Apply it and watch the copies start. Then delete one copy by hand and describe what happens next.`,
    hints: [
      'The number of copies stands directly below the specification.',
      'Requests belong to a container, not to the whole manifest.',
      'Memory is written with a unit, for example 128Mi.',
    ],
    objective: 'State how many copies should run and what each of them needs.',
    explanation: title =>
      `The manifest states a wish, and the system keeps comparing it with what runs. For ${title} that means: you describe the number of copies and never start one by hand.`,
  },
  unique: {
    title: 'Bound what a team may use',
    instructions: title =>
      `One team shares a cluster with others. Limit the number of its pods and the memory that they may ask for all together. Apply the quota in your work on ${title}, then try to start one pod more than it allows and read the answer.`,
    hints: [
      'Every bound is a name and a value below hard.',
      'Counts are written between quotation marks, memory with its unit.',
      'The quota holds for new pods; those that run already are left alone.',
    ],
    objective: 'Set bounds for a whole namespace.',
    explanation: title =>
      `A quota counts what is asked for, not what is really used. Teams that take ${title} seriously therefore ask for what they measured instead of for what sounds safe.`,
  },
  tally: {
    title: 'Connect a service by its labels',
    instructions: title =>
      `The service finds its members by labels. Complete the selector and the port for this exercise on ${title}, then check that the service lists at least one member. Change one letter of the label on purpose and look at the list again.`,
    hints: [
      'The selector repeats the label of the members, letter for letter.',
      'The port is where callers knock; the target port is where the container listens.',
      'An empty list of members nearly always means a label that differs.',
    ],
    objective: 'Connect two objects through matching labels.',
    explanation: title =>
      `Nothing is connected by name here: matching labels are the whole connection. This is why, in ${title}, a single wrong letter leaves a service without members.`,
  },
  lookup: {
    title: 'Give a container its settings',
    instructions: title =>
      `Give the container one setting through its environment, as you would in a real task about ${title}. The value is text even when it looks like a number. Apply the manifest and print the setting from inside the container.`,
    hints: [
      'The settings stand below the container, in a list with names and values.',
      'A number without quotation marks is refused here.',
      'Name the unit in the name of the setting.',
    ],
    objective: 'Pass a setting to a container through its environment.',
    explanation: title =>
      `The image stays the same in every place, and only the environment differs. For ${title} this keeps what was tested identical with what runs.`,
  },
};
