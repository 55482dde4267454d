-- The rows of server_v1.sql for a PostgreSQL store of schema version 1, for tests/storage/tst_server_schema.

UPDATE feed_head SET epoch = '0b6a1d9e-5a50-4c0b-a3f5-2f6d3a1b7c11', seq = 2;
INSERT INTO lead (pk, id, profile_key, rev, seq, source, found_name, found_category, found_email, found_phone, found_city,
    website, street, postal_code, region, country, opening_hours, score, score_terms, status, fix_email, fmeta, created_at,
    created_by, modified_at, modified_by, name_key, city_key, category_key)
VALUES (1, '6f1c1a52-b1a9-4f5f-9a3e-0c6b7a0d1e2f', 'web:atelier.example', 2, 2, 'website', 'Atelier Boréal', 'Joiner',
    'info@atelier.example', '+33142000000', 'Lyon', 'https://atelier.example/', '1 rue Haute', '69001', '', 'FR', '', 72,
    'email 30;phone 20', 1, 'hello@atelier.example', '{"email":[2,null,"local"]}', 1790000000000,
    'task:0b6a1d9e-5a50-4c0b-a3f5-2f6d3a1b7c12', 1790000001000, 'local', 'atelier boreal', 'lyon', 'joiner');
INSERT INTO contact VALUES (1, 0, 0, 'info@atelier.example', 'info@atelier.example', '', 0, '');
INSERT INTO evidence VALUES (1, 0, 0, 'https://atelier.example/contact', 'mailto', 95, 1790000000000, 'Write to us');
INSERT INTO lead_tag VALUES (1, 'vip');
INSERT INTO note VALUES ('7f1c1a52-b1a9-4f5f-9a3e-0c6b7a0d1e2f', 1, 'local', 'Call in spring', 1790000001000);
INSERT INTO task_lead VALUES ('0b6a1d9e-5a50-4c0b-a3f5-2f6d3a1b7c12', 1, 1, 0, 1790000000000);
INSERT INTO audit (n, at, actor, origin, request_id, action, lead_pk, field, old_value, new_value, salt, digest, hash)
VALUES (1, 1790000000000, 'task:0b6a1d9e-5a50-4c0b-a3f5-2f6d3a1b7c12', '', '', 'found', 1, '', NULL, 'web:atelier.example',
    '\x01010101010101010101010101010101',
    '\x7c2a49069c0d831491bbaee351b3fbe359203b70e9a0283932f16b81a7e96f31',
    '\xf0591bfdfd51e3b5fca87e85d5eb89876cfd93460e5e69070cc7e8a95a0bf2e3'),
(2, 1790000001000, 'local', '', '', 'set', 1, 'email', 'info@atelier.example', 'hello@atelier.example',
    '\x02020202020202020202020202020202',
    '\xcfb5d296a057a9378be478ac239a7f8962d655650fdbd1915bea84f812151ed3',
    '\x2da007ab0069181d7dd039881d3b6ab559cf4c6d4356d2ba1cf43073c10c286d');
UPDATE audit_head SET n = 2, hash = '\x2da007ab0069181d7dd039881d3b6ab559cf4c6d4356d2ba1cf43073c10c286d';
INSERT INTO lead_text (lead_pk, words) VALUES (1, 'atelier boreal joiner hello atelier example');
