import {PageHeader} from '../../components/page-header.tsx';

export function LessonPage() {
  return <PageHeader title="lesson" />;
}
