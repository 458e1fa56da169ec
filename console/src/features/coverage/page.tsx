import {PageHeader} from '../../components/page-header.tsx';

export function CoveragePage() {
  return <PageHeader title="coverage" />;
}
