import {useNavigate, useSearch} from '@tanstack/react-router';
import {CsvButton} from '../../components/csv-button.tsx';
import {PageHeader} from '../../components/page-header.tsx';
import {SavedViews} from '../../components/saved-views.tsx';
import {EmptyState} from '../../components/empty-state.tsx';
import {useCan} from '../../lib/viewer.ts';
import {AuditFilters} from './audit-filters.tsx';
import {BulkPanel} from './bulk-panel.tsx';
import {EventList} from './event-list.tsx';
import {auditCsv} from './queries.ts';
import {auditSearch} from './search.ts';

/** Who did what to what; and acts on many lessons, which can be taken back for a while. */
export function AuditPage() {
  const {lesson: _, ...search} = useSearch({from: '/shell/audit'});
  const navigate = useNavigate({from: '/audit'});
  if (!useCan('ADMIN'))
    return (
      <>
        <PageHeader title="Audit" />
        <EmptyState title="The log is for administrators">Ask one of them to look something up.</EmptyState>
      </>
    );
  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          <>
            <SavedViews
              page="audit"
              filter={search}
              onPick={filter => void navigate({search: auditSearch(filter)})}
            />
            <CsvButton label="Download CSV" fetch={async () => auditCsv(search)} />
          </>
        }
      >
        Who did what to what, the newest first. Nothing is ever taken out.
      </PageHeader>
      <BulkPanel bulkCommandId={search.bulk} />
      <AuditFilters search={search} />
      <EventList search={search} />
    </>
  );
}
