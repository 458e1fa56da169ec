import {PageHeader} from '../../components/page-header.tsx';

export function VotesPage() {
  return <PageHeader title="votes" />;
}
