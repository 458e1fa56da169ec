import {useEffect, useRef} from 'react';
import type {Group, Item} from './items.ts';
import classes from './palette.module.css';

export const LIST_ID = 'palette-results';

/** An element's id holds no blanks. */
export const optionId = (id: string): string => `palette-${encodeURIComponent(id)}`;

/** What can be chosen, group by group. The focus stays in the field: it names the active one. */
export const Results = ({
  groups,
  activeId,
  onChoose,
  onPoint,
}: {
  groups: readonly Group[];
  activeId: string | undefined;
  onChoose: (item: Item) => void;
  onPoint: (id: string) => void;
}) => (
  <div
    id={LIST_ID}
    role="listbox"
    aria-label="Results"
    className={classes['list']}
    hidden={groups.length === 0}
  >
    {groups.map(({label, items}) => (
      <div key={label} role="group" aria-label={label}>
        <div className={classes['label']} aria-hidden>
          {label}
        </div>
        {items.map(item => (
          <Option
            key={item.id}
            item={item}
            isActive={item.id === activeId}
            onChoose={onChoose}
            onPoint={onPoint}
          />
        ))}
      </div>
    ))}
  </div>
);

function Option({
  item,
  isActive,
  onChoose,
  onPoint,
}: {
  item: Item;
  isActive: boolean;
  onChoose: (item: Item) => void;
  onPoint: (id: string) => void;
}) {
  const {id, label, note, icon: Icon} = item;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) element.current?.scrollIntoView({block: 'nearest'});
  }, [isActive]);
  return (
    <div
      ref={element}
      id={optionId(id)}
      role="option"
      aria-selected={isActive}
      className={classes['option']}
      onClick={() => onChoose(item)}
      // Not on entering: what scrolls under a pointer at rest is not pointed at.
      onMouseMove={() => !isActive && onPoint(id)}
      onMouseDown={event => event.preventDefault()}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      <span className={classes['name']}>{label}</span>
      {note !== undefined && note !== '' && <span className={classes['note']}>{note}</span>}
    </div>
  );
}
