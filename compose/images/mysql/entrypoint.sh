#!/bin/bash
# Start mysqld; at the first start make the accounts and run /docker-entrypoint-initdb.d as the published image does.
# Honoured: MYSQL_ROOT_PASSWORD, MYSQL_ALLOW_EMPTY_PASSWORD, MYSQL_DATABASE, MYSQL_USER, MYSQL_PASSWORD; *.sh, *.sql, *.sql.gz.
set -euo pipefail

readonly DATA=/var/lib/mysql
readonly SOCKET=/var/run/mysqld/mysqld.sock
readonly DONE=$DATA/.initdb.done

main() {
  if [ "${1:-}" != mysqld ] && [ "${1#-}" = "${1:-}" ]; then
    exec "$@"
  fi
  [ "${1:-}" = mysqld ] && shift
  if [ ! -e "$DONE" ]; then
    first_start "$@"
  fi
  say "starting mysqld"
  exec mysqld --no-defaults "${options[@]}" "$@"
}

options=(--user=mysql --datadir="$DATA" --socket="$SOCKET" --secure-file-priv=NULL --pid-file=/var/run/mysqld/mysqld.pid)

first_start() {
  if [ -z "${MYSQL_ROOT_PASSWORD:-}${MYSQL_ALLOW_EMPTY_PASSWORD:-}" ]; then
    say "set MYSQL_ROOT_PASSWORD, or MYSQL_ALLOW_EMPTY_PASSWORD=yes for none"
    exit 1
  fi
  # Without networking, so that nobody outside sees a server that is not loaded yet.
  mysqld --no-defaults "${options[@]}" "$@" --skip-networking --mysqlx=OFF &
  local server=$!
  until mysqladmin --no-defaults --socket="$SOCKET" --user=root --silent ping > /dev/null 2>&1; do
    kill -0 "$server" 2> /dev/null || { say "mysqld ended while it was being set up, see above"; exit 1; }
    sleep 0.05
  done
  accounts | client
  # The root account may have a password from here on.
  export MYSQL_PWD=${MYSQL_ROOT_PASSWORD:-}
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh)
        say "running $file"
        # shellcheck disable=SC1090 # whatever is mounted there
        . "$file"
        ;;
      *.sql) say "running $file"; client ${MYSQL_DATABASE:+"$MYSQL_DATABASE"} < "$file" ;;
      *.sql.gz) say "running $file"; gunzip -c "$file" | client ${MYSQL_DATABASE:+"$MYSQL_DATABASE"} ;;
    esac
  done
  kill -TERM "$server"
  wait "$server"
  unset MYSQL_PWD
  touch "$DONE"
  say "set up"
}

accounts() {
  if [ -n "${MYSQL_DATABASE:-}" ]; then
    echo "CREATE DATABASE IF NOT EXISTS \`${MYSQL_DATABASE//\`/\`\`}\`;"
  fi
  if [ -n "${MYSQL_USER:-}" ]; then
    echo "CREATE USER $(text "$MYSQL_USER")@'%' IDENTIFIED BY $(text "${MYSQL_PASSWORD:-}");"
    if [ -n "${MYSQL_DATABASE:-}" ]; then
      echo "GRANT ALL ON \`${MYSQL_DATABASE//_/\\_}\`.* TO $(text "$MYSQL_USER")@'%';"
    fi
  fi
  local password
  password=$(text "${MYSQL_ROOT_PASSWORD:-}")
  echo "CREATE USER root@'%' IDENTIFIED BY $password;"
  echo "GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;"
  # Last: the connection that runs this has come in without a password.
  echo "ALTER USER root@localhost IDENTIFIED BY $password;"
}

text() { # text VALUE: VALUE as an SQL string
  local value=${1//\\/\\\\}
  printf "'%s'" "${value//\'/\'\'}"
}

client() {
  mysql --no-defaults --socket="$SOCKET" --user=root "$@"
}

say() {
  printf '%(%Y-%m-%dT%H:%M:%S)T [entrypoint] %s\n' -1 "$*"
}

main "$@"
