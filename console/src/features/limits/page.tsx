import {PageHeader} from '../../components/page-header.tsx';

export function LimitsPage() {
  return <PageHeader title="limits" />;
}
