-- 每次建表、升级之后以 mingzhi_owner 执行：办案的账号对这四张表只能读和写入。
REVOKE UPDATE, DELETE, TRUNCATE ON
  record_dossier, record_actrow, record_issuednumber, record_accesslog
FROM mingzhi;
-- 迁移的记录，办案的账号只能看。
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM mingzhi;
