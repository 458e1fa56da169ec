import {PageHeader} from '../../components/page-header.tsx';

export function RoadmapPage() {
  return <PageHeader title="roadmap" />;
}
