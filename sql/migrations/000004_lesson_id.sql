-- The type of the ids of lessons, votes and reviews: numbers in the application's age "old", texts of up to ten
-- characters, which the writer makes, in its age "head".
-- Databases of before have 000005 to 000009 already: this must run after them as well as before them.
do $$
begin
  execute format('create domain preheat.lesson_id as %s', (
    select format_type(a.atttypid, a.atttypmod) from pg_attribute a
    where a.attrelid = 'public.lessons_lessoncontent'::regclass and a.attname = 'id'
  ));
end
$$;
alter table preheat.lesson_version alter lesson_id type preheat.lesson_id;

-- Above all numbers that a roadmap of the application ever counts to, and below 2147483648: its inputs take a lesson's
-- id as a 32-bit integer even where the column holds a text, so that only such a lesson can be voted on.
create sequence preheat.reader_id as bigint minvalue 1000000000 maxvalue 2147483647;

-- The id of a new row of a reader's table.
create function preheat.new_id(of_table regclass) returns preheat.lesson_id
  language plpgsql volatile
as $$
declare
  own_sequence text := pg_get_serial_sequence(of_table::text, 'id');
begin
  -- The assignment makes a number or a text of it, as the domain has it.
  return nextval(coalesce(own_sequence, 'preheat.reader_id')::regclass);
end
$$;
