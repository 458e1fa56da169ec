import {lines, quoted} from './snippet.ts';
import type {CodeWriter, SnippetData} from './snippet.ts';

const configMap = (name: string, data: readonly string[]): string =>
  lines(
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    `  name: ${name}`,
    'data:',
    ...data.map(line => `  ${line}`),
  );

const container = (name: string, replicas: number): string[] => [
  'apiVersion: apps/v1',
  'kind: Deployment',
  'metadata:',
  `  name: ${name}`,
  'spec:',
  `  replicas: ${replicas}`,
  '  selector:',
  '    matchLabels:',
  `      app: ${name}`,
  '  template:',
  '    metadata:',
  '      labels:',
  `        app: ${name}`,
  '    spec:',
  '      containers:',
  `        - name: ${name}`,
  '          image: nginx:1.27',
];

const created = (kind: string, name: string): string => `${kind}/${name} created`;

/** Manifests: the tasks become a list, a number, labels and an environment value with a usual value. */
export const yaml: CodeWriter = {
  listing: ({title, labels}: SnippetData) => {
    const entries = labels.map((label, index) => `part_${index + 1}: ${quoted(label)}`);
    return {
      starter: configMap('lesson-parts', [`title: ${quoted(title)}`]),
      solution: configMap('lesson-parts', [`title: ${quoted(title)}`, ...entries]),
      output: created('configmap', 'lesson-parts'),
    };
  },
  total: ({labels, amounts}) => {
    const name = `${labels[0]}-service`;
    return {
      starter: lines(...container(name, 1)),
      solution: lines(
        ...container(name, 2 + (amounts[0] % 3)),
        '          resources:',
        '            requests:',
        `              memory: ${amounts[3] * 16}Mi`,
      ),
      output: created('deployment.apps', name),
    };
  },
  tally: ({labels, amounts}) => {
    const name = `${labels[1]}-service`;
    const service = [
      'apiVersion: v1',
      'kind: Service',
      'metadata:',
      `  name: ${name}`,
      '  labels:',
      `    topic: ${labels[2]}`,
      'spec:',
    ];
    return {
      starter: lines(...service, '  selector: {}', '  ports: []'),
      solution: lines(
        ...service,
        '  selector:',
        `    app: ${name}`,
        '  ports:',
        '    - port: 80',
        `      targetPort: ${8000 + amounts[1]}`,
      ),
      output: created('service', name),
    };
  },
  lookup: ({labels, amounts}) => {
    const name = `${labels[2]}-service`;
    return {
      starter: lines(...container(name, 1)),
      solution: lines(
        ...container(name, 1),
        '          env:',
        '            - name: RETRY_AFTER_SECONDS',
        `              value: ${quoted(String(amounts[2]))}`,
      ),
      output: created('deployment.apps', name),
    };
  },
};
