import {PageHeader} from '../../components/page-header.tsx';

export function RoadmapsPage() {
  return <PageHeader title="roadmaps" />;
}
