-- Makes two roles for a store in PostgreSQL, one that may ask and one that may add, or brings their rights up to date.
--
-- usage, as the store's owner with the right to make roles, or as a superuser:
--   psql -d DATABASE -f scripts/postgres_roles.sql [-v reader=isnad_reader] [-v writer=isnad_writer]
--
-- Run it once the store is there (isnad add makes it), and again after an Isnad with a newer layout. Nobody logs in as these roles;
-- they are given to those who do:  CREATE ROLE ahmad LOGIN IN ROLE isnad_reader;  \password ahmad
\set ON_ERROR_STOP on
\set QUIET on
\if :{?reader} \else \set reader isnad_reader \endif
\if :{?writer} \else \set writer isnad_writer \endif
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'isnad') AS there \gset
\if :there \else
DO $$ BEGIN RAISE 'there is no store in the database % yet: isnad add makes one', current_database(); END $$;
\endif

BEGIN;
-- Roles belong to the whole server: another store may have made them.
SELECT format('CREATE ROLE %I NOLOGIN', name) FROM (VALUES (:'reader'), (:'writer')) AS roles (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

GRANT USAGE ON SCHEMA isnad TO :"reader", :"writer";
GRANT SELECT ON ALL TABLES IN SCHEMA isnad TO :"reader", :"writer";
-- A document that is there is never changed nor removed. What links it is made anew by isnad relink.
GRANT INSERT ON isnad.document, isnad.content, isnad.item, isnad.input, isnad.text_key, isnad.story_key, isnad.edge, isnad.words TO :"writer";
GRANT DELETE ON isnad.item, isnad.text_key, isnad.story_key, isnad.edge TO :"writer";
GRANT INSERT, UPDATE, DELETE ON isnad.kept TO :"writer";  -- what people add themselves
GRANT UPDATE ON isnad.store TO :"writer";
COMMIT;
