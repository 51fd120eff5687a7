#!/bin/sh
# Run once, when the database is made: lets the portal's role copy the whole server, by password, from the inner network.
set -eu
echo "host replication all samenet scram-sha-256" >>"$PGDATA/pg_hba.conf"
