-- Schema and seed data of the seven services; for MySQL 9 and MariaDB 11, also as an init file of their images.
-- Keys compare byte by byte, as the maps in front of the tables do; only e-mail addresses ignore case.

CREATE DATABASE IF NOT EXISTS oauth2 CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

USE oauth2;

DROP TABLE IF EXISTS audit_log;
DROP TABLE IF EXISTS oauth_provider;
DROP TABLE IF EXISTS refresh_token;
DROP TABLE IF EXISTS client_service;
DROP TABLE IF EXISTS service_endpoint;
DROP TABLE IF EXISTS service;
DROP TABLE IF EXISTS client;
DROP TABLE IF EXISTS user_profile;

CREATE TABLE user_profile (
  user_id    VARCHAR(32)   NOT NULL,
  user_type  VARCHAR(16)   NOT NULL,
  first_name VARCHAR(32)   NOT NULL,
  last_name  VARCHAR(32)   NOT NULL,
  email      VARCHAR(64)   CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci NOT NULL,
  password   VARCHAR(1024) NOT NULL,
  roles      VARCHAR(2048),
  PRIMARY KEY (user_id),
  UNIQUE KEY email_idx (email)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE client (
  client_id          VARCHAR(36)   NOT NULL,
  client_type        VARCHAR(12)   NOT NULL,
  client_profile     VARCHAR(10)   NOT NULL,
  client_secret      VARCHAR(1024) NOT NULL,
  client_name        VARCHAR(32)   NOT NULL,
  client_desc        VARCHAR(2048),
  scope              VARCHAR(4096),
  custom_claim       VARCHAR(4096),
  redirect_uri       VARCHAR(1024),
  authenticate_class VARCHAR(256),
  deref_client_id    VARCHAR(36),
  owner_id           VARCHAR(64)   NOT NULL,
  host               VARCHAR(64)   NOT NULL,
  PRIMARY KEY (client_id),
  -- The order of a page of clients.
  KEY client_name_idx (client_name, client_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE service (
  service_id   VARCHAR(32)   NOT NULL,
  service_type VARCHAR(16)   NOT NULL,
  service_name VARCHAR(32)   NOT NULL,
  service_desc VARCHAR(1024),
  scope        VARCHAR(1024),
  owner_id     VARCHAR(64)   NOT NULL,
  host         VARCHAR(64)   NOT NULL,
  PRIMARY KEY (service_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE service_endpoint (
  service_id VARCHAR(32)  NOT NULL,
  endpoint   VARCHAR(256) NOT NULL,
  operation  VARCHAR(256) NOT NULL,
  scope      VARCHAR(64)  NOT NULL,
  PRIMARY KEY (service_id, endpoint),
  FOREIGN KEY (service_id) REFERENCES service (service_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE client_service (
  client_id  VARCHAR(36)  NOT NULL,
  service_id VARCHAR(32)  NOT NULL,
  endpoint   VARCHAR(256) NOT NULL,
  PRIMARY KEY (client_id, service_id, endpoint),
  FOREIGN KEY (service_id, endpoint) REFERENCES service_endpoint (service_id, endpoint),
  FOREIGN KEY (client_id) REFERENCES client (client_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE refresh_token (
  user_id       VARCHAR(36)   NOT NULL,
  user_type     VARCHAR(36),
  roles         VARCHAR(2048),
  client_id     VARCHAR(36)   NOT NULL,
  -- As long as the scope of a client: it may be all of it.
  scope         VARCHAR(4096) NOT NULL,
  remember      VARCHAR(1)    NOT NULL,
  refresh_token VARCHAR(256)  NOT NULL,
  start_time    TIMESTAMP     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (client_id, refresh_token),
  -- Tokens are looked up and deleted by themselves, and paged by user.
  KEY refresh_token_idx (refresh_token),
  KEY user_idx (user_id, start_time, refresh_token),
  FOREIGN KEY (client_id) REFERENCES client (client_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE oauth_provider (
  provider_id   VARCHAR(2)   NOT NULL,
  server_url    VARCHAR(256) NOT NULL,
  uri           VARCHAR(64)  NOT NULL,
  provider_name VARCHAR(64),
  PRIMARY KEY (provider_id)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- TEXT and not VARCHAR(4096): four of those are longer than a row of four-byte characters may be. The table stays empty.
CREATE TABLE audit_log (
  log_id          BIGINT,
  service_id      VARCHAR(32)  NOT NULL,
  endpoint        VARCHAR(256) NOT NULL,
  request_header  TEXT,
  request_body    TEXT,
  response_code   INT,
  response_header TEXT,
  response_body   TEXT
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The password is 123456, the client's secret f6h1FTI8Q3-7UScPZDzfXA.
INSERT INTO user_profile (user_id, user_type, first_name, last_name, email, password, roles) VALUES
  ('admin', 'admin', 'admin', 'admin', 'admin@networknt.com', '1000:5b33372c202d35312c2037342c202d3130342c202d39312c202d38302c2035392c202d39392c202d31392c202d3130392c202d38342c2039342c2038362c202d39332c202d352c202d38325d:f32cc943f1f501740368c237b38b2497ef85f35ea0e458cc450e6d825e13623dffef9d3da046053cb2c7e86e39553a65455b6dda710ad402c2f2262d166596db', 'user admin');

INSERT INTO client (client_id, client_type, client_profile, client_secret, client_name, client_desc, scope, custom_claim,
                    redirect_uri, owner_id, host) VALUES
  ('f7d42348-c647-4efb-a52d-4c5787421e72', 'public', 'mobile', '1000:5b38392c202d39382c202d36352c202d31342c202d39372c2037352c202d3130332c202d31352c202d3130352c202d36302c2032302c2038362c202d35352c202d36382c2032392c202d33365d:872daf8c5e5e5c1b5db895d010367082b22ae8deeb787e7ec5ee9c501c068d37e4cd79aa7bdaa451c211f5bcd7c7501545a0493cbc744cbffdae1e3a328a1f14', 'PetStore Web Server', 'PetStore Web Server that calls PetStore API', 'petstore.r petstore.w',
   '{"c1": "361", "c2": "67"}', 'http://localhost:8080/authorization', 'admin', 'lightapi.net');

INSERT INTO service (service_id, service_type, service_name, service_desc, scope, owner_id, host) VALUES
  ('AACT0001', 'openapi', 'Account Service', 'A microservice that serves account information', 'a.r b.r', 'admin', 'lightapi.net');
