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

/** Manifests: what each task becomes here is said by the texts of the tasks. */
export const yaml: CodeWriter = {
  listing: ({title, labels}: SnippetData) => {
    const entries = labels.map((label, index) => `part_${index + 1}: ${quoted(label)}`);
    return {
      starter: configMap('lesson-parts', [`title: ${quoted(title)}`]),
      solution: configMap('lesson-parts', [`title: ${quoted(title)}`, ...entries]),
      output: created('configmap', 'lesson-parts'),
    };
  },
  sentence: ({labels, amounts}) => {
    const name = `${labels[3]}-door`;
    const ingress = [
      'apiVersion: networking.k8s.io/v1',
      'kind: Ingress',
      'metadata:',
      `  name: ${name}`,
      'spec:',
      '  rules:',
      '    - host: lessons.example.com',
      '      http:',
      '        paths:',
      `          - path: /${labels[0]}`,
      '            pathType: Prefix',
      '            backend:',
      '              service:',
      `                name: ${labels[0]}-service`,
      '                port:',
    ];
    return {
      starter: lines(...ingress, '                  number: 1'),
      solution: lines(...ingress, `                  number: ${8000 + amounts[2]}`),
      output: created('ingress.networking.k8s.io', name),
    };
  },
  longest: ({labels, amounts}) => {
    const name = `${labels[1]}-job`;
    const job = ['apiVersion: batch/v1', 'kind: Job', 'metadata:', `  name: ${name}`, 'spec:'];
    const pod = [
      '  template:',
      '    spec:',
      '      restartPolicy: Never',
      '      containers:',
      `        - name: ${labels[1]}-once`,
      '          image: busybox:1.37',
      `          command: ["echo", ${quoted(labels[2])}]`,
    ];
    return {
      starter: lines(...job, ...pod),
      solution: lines(
        ...job,
        `  backoffLimit: ${1 + (amounts[1] % 4)}`,
        `  activeDeadlineSeconds: ${amounts[0] * 30}`,
        ...pod,
      ),
      output: created('job.batch', name),
    };
  },
  mark: ({labels, amounts}) => {
    const name = `${labels[3]}-service`;
    return {
      starter: lines(...container(name, 1)),
      solution: lines(
        ...container(name, 1),
        '          livenessProbe:',
        '            httpGet:',
        '              path: /healthz',
        '              port: 80',
        `            periodSeconds: ${amounts[3]}`,
      ),
      output: created('deployment.apps', name),
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
  unique: ({labels, amounts}) => {
    const name = `${labels[2]}-quota`;
    const quota = ['apiVersion: v1', 'kind: ResourceQuota', 'metadata:', `  name: ${name}`, 'spec:'];
    return {
      starter: lines(...quota, '  hard: {}'),
      solution: lines(
        ...quota,
        '  hard:',
        `    pods: ${quoted(String(amounts[0]))}`,
        `    requests.memory: ${amounts[1]}Gi`,
      ),
      output: created('resourcequota', name),
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
      `    topic: ${quoted(labels[2])}`,
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
