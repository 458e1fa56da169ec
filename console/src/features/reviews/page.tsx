import {PageHeader} from '../../components/page-header.tsx';

export function ReviewsPage() {
  return <PageHeader title="reviews" />;
}
