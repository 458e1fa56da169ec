import {PageHeader} from '../../components/page-header.tsx';

export function SchedulePage() {
  return <PageHeader title="schedule" />;
}
