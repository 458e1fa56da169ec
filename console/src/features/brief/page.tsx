import {PageHeader} from '../../components/page-header.tsx';

export function BriefPage() {
  return <PageHeader title="brief" />;
}
