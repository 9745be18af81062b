#!/bin/sh
# Make the secrets of compose.yaml: make-secrets.sh FOLDER
# Each start of the service needs the same ones, so what is there stays as it is.
set -eu

folder=${1:?make-secrets.sh FOLDER}
umask 077
mkdir -p "$folder"

random() { # BYTES of chance as hexadecimal: good in a URL, in JSON and in RabbitMQ's format
    od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}
put() { # NAME: standard input becomes the file, in one step
    cat >"$folder/.$1"
    # Compose mounts the file as it is, and programs in containers are not this user. The folder
    # keeps other users of this machine out.
    chmod 0444 "$folder/.$1"
    mv "$folder/.$1" "$folder/$1"
}
missing() {
    [ ! -e "$folder/$1" ]
}

if missing postgres_password; then random 24 | put postgres_password; fi
if missing SOHOA_ENCRYPTION_KEYS; then
    key=$(head -c 32 /dev/urandom | base64 | tr -d '\n')
    printf 'k1:%s' "$key" | put SOHOA_ENCRYPTION_KEYS
fi
if missing SOHOA_S3_ACCESS_KEY; then random 10 | put SOHOA_S3_ACCESS_KEY; fi
if missing SOHOA_S3_SECRET_KEY; then random 20 | put SOHOA_S3_SECRET_KEY; fi
if missing rabbitmq.conf; then
    printf 'default_user = sohoa\ndefault_pass = %s\n' "$(random 24)" | put rabbitmq.conf
fi

# The rest says the same in other words, so it is written again each time.
password=$(sed -n 's/^default_pass = //p' "$folder/rabbitmq.conf")
printf 'amqp://sohoa:%s@rabbitmq:5672//' "$password" | put SOHOA_BROKER_URL
printf 'postgresql://sohoa:%s@postgres:5432/sohoa' "$(cat "$folder/postgres_password")" |
    put SOHOA_DATABASE_URL
put s3.json <<EOF
{"identities": [{"name": "sohoa", "actions": ["Admin", "Read", "List", "Tagging", "Write"],
  "credentials": [{"accessKey": "$(cat "$folder/SOHOA_S3_ACCESS_KEY")",
                   "secretKey": "$(cat "$folder/SOHOA_S3_SECRET_KEY")"}]}]}
EOF
