-- 两个账号：mingzhi_owner 建表、升级，mingzhi 办案。办案的账号不是表的主人，
-- 去不掉触发器，也没有修改、删除行为的权限。以 PostgreSQL 的管理员执行一次：
--   sudo -u postgres psql -v ON_ERROR_STOP=1 -f deploy/postgresql.sql
CREATE ROLE mingzhi_owner LOGIN;
CREATE ROLE mingzhi LOGIN;
CREATE DATABASE mingzhi OWNER mingzhi_owner ENCODING 'UTF8' TEMPLATE template0;
\connect mingzhi
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO mingzhi_owner;
GRANT USAGE ON SCHEMA public TO mingzhi;
ALTER DEFAULT PRIVILEGES FOR ROLE mingzhi_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mingzhi;
ALTER DEFAULT PRIVILEGES FOR ROLE mingzhi_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO mingzhi;
