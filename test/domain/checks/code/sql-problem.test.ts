import {expect, test} from 'vitest';
import {sqlProblem} from '../../../../domain/checks/code/sql-problem.ts';

test.each([
  ['Postgres', "select id::text, data->>'name' from users where id = $1 and tags @> array['a'] for update;"],
  ['MySQL', 'insert into `users` set id = ?;'],
  ['SQLite', 'insert or replace into users (id, name) values (?1, @name);'],
  ['BigQuery', 'select struct(1 as a, @name as b) from `shop.users`'],
  [
    'MySQL’s numbers',
    'create table t (id int unsigned not null auto_increment, a decimal(10, 2) unsigned zerofill default 0, primary key (id))',
  ],
  [
    'MySQL’s options of a table, beside auto_increment',
    "create table t (id int auto_increment primary key) engine=InnoDB auto_increment = 100 default charset=utf8mb4 collate utf8mb4_bin comment='all (of it)';",
  ],
  [
    'MySQL’s default character set',
    'create table t (id int unsigned not null auto_increment, primary key (id)) default character set = utf8mb4',
  ],
  [
    'MySQL’s options after commas',
    'create table t (id int auto_increment primary key) engine=InnoDB, charset utf8mb4',
  ],
  [
    'MySQL’s options of a column',
    'create table t (a varchar(9) character set utf8mb4, b timestamp default current_timestamp on update current_timestamp, c datetime(3) on update now(3))',
  ],
  ['a procedure', 'create function one() returns int as $$ begin return 1 +; end $$ language plpgsql;'],
  ['a grant', 'grant select on all tables in schema public to reader;'],
  ['a semicolon and a quote in strings', "select ';', 'it''s', 'it\\'s' from t;\nselect 1;"],
  ['a backslash to escape with', "select a from t where a like '5\\%' escape '\\';\nselect 1;"],
  ['a comment of MySQL', 'select a\n# all of it (\nfrom t;'],
  ['comments', "select a -- it's (one\nfrom t;\n# it's (this\n/* nor ( it's\nthis */\nselect 2;"],
])('%s parses', (_, code) => {
  expect(sqlProblem(code)).toBeNull();
});

test.each([
  ['T-SQL', 'select top 3 name from users order by age'],
  ['Oracle', 'select level from dual connect by level < 5'],
  ['MySQL’s variables', 'select @row := @row + 1 from users'],
  ['publications', 'create publication shop for table users'],
  ['words that look like it', 'selected rows: 3'],
  ['optional parts', 'select a from t [where b]'],
  ['a template', "select a from {{ ref('users') }}"],
])('of %s the parser knows too little to judge', (_, code) => {
  expect(sqlProblem(code)).toBeNull();
});

test.each([
  ['columns', 'select a, ...\nfrom t'],
  ['assignments', 'update t set a = 1, ... where b = 2'],
  ['all columns', 'select ... from t where …'],
  ['a query', 'with recent as (...)\nselect a from recent'],
  ['a query in a comment', 'with recent as (\n  -- as before\n)\nselect a from recent'],
  ['a view', 'create view recent as ...'],
  ['a name', 'select a from <table name> where b = <value>'],
  ['a value', 'select a from t where b = %s and c = %(name)s and d = {day}'],
  ['a decimal', 'select 2. * a from t'],
  ['the type of a literal', "select timestamptz '2026-01-01' from t"],
])('dots, brackets or marks stand for %s', (_, code) => {
  expect(sqlProblem(code)).toBeNull();
});

test('an empty line may stand for a semicolon', () => {
  expect(sqlProblem('select a from t\n\nselect b from t')).toBeNull();
  expect(sqlProblem('select a from t\nselect b from t')).toMatchObject({line: 2});
});

test('results, prompts and commands of a client are no SQL', () => {
  const table = ' a | b\n---+---\n 1 | 2\n(1 row)\n';
  expect(sqlProblem(`\\d users\nselect a, b from t;\n${table}\nselect 1;`)).toBeNull();
  expect(sqlProblem('shop=# select a\nshop-# from t;\n it is 3\nshop=# select 1;\n')).toBeNull();
  expect(sqlProblem('shop=# update t set a = 1;\nUPDATE 3\nshop=# select 1;\n')).toBeNull();
  expect(sqlProblem('mysql> select a\n    -> from t;\nit is 3\n')).toBeNull();
  expect(sqlProblem('MariaDB [shop]> select a from;')).toMatchObject({line: 1});
});

test.each([
  ['a table', 'select 1;\n+---+\n| a |\n+---+\n1 row in set (0.01 sec)\n'],
  ['its lines', 'select 1;\n---+---\n(2 rows)\n'],
  ['a result', 'insert into t (a) values (1);\nQuery OK, 1 row affected\n\n'],
  ['no rows', 'select a from t where false;\nEmpty set (0.00 sec)\n'],
  ['a command', '\\d users\n.tables\n'],
])('what follows %s of a client is judged', (_, shown) => {
  const line = shown.split('\n').length;
  expect(sqlProblem(`${shown}select a from`)).toEqual({line, reason: 'it ends too early'});
});

test.each([
  ['an open bracket', 'select 1;\nselect a\nfrom t where (b > 5;', 3, '"(" is not closed'],
  ['a bracket too many', 'select a from t where b > 5);', 1, '")" closes nothing'],
  ['an open quote', "select 1;\nselect lower('sky) from t;", 2, "the quote ' is not closed"],
  ['a quote at the end', "select a from t where b = '", 1, "the quote ' is not closed"],
  ['no operator', 'select a\nfrom t\nwhere b 5', 3, 'unexpected "5"'],
  ['a keyword for a name', 'select a from t\njoin order on true', 2, 'unexpected "order"'],
  ['no end', 'select a from', 1, 'it ends too early'],
  ['a comma before from', 'select a, b,\nfrom t', 1, 'unexpected "FROM" after a comma'],
  ['a comma too many', 'create table t (\n  a int,\n  b text,\n);', 4, 'unexpected ")"'],
  ['a misspelled option', 'create table t (id int) default charst=utf8mb4', 1, 'unexpected "charst"'],
  ['an option without a value', 'create table t (id int)\ndefault charset=;', 2, 'unexpected "charset"'],
  [
    'a comma before MySQL’s options',
    'create table t (\n  id int auto_increment,\n) default charset=utf8mb4;',
    3,
    'unexpected ")"',
  ],
  ['an emoji among words', 'update t set a = (1 🎉)', 1, 'unexpected "🎉"'],
  ['a misspelled first word', 'selct a from t', 1, 'unexpected "a"'],
  ['a misspelled word', 'update t sett a = 1', 1, 'unexpected "a"'],
])('%s is a problem in its line', (_, code, line, reason) => {
  expect(sqlProblem(code)).toEqual({line, reason});
});
