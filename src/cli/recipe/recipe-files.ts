/** Runs a burning test on a simulated drive. POSIX sh, so that every system of a CI runs it. */
const SCRIPT = `#!/bin/sh
# Runs a program that burns on a simulated drive, and shows what it left on the disc.
#   sh burn-test.sh [PROGRAM ARGUMENT...]      without a program: wodim burns 40 s of silence
# The program finds the drive at /dev/sr0. It needs a C compiler, and discwright: npm install --save-dev discwright
set -eu

folder=$(mktemp -d)
server=
finish() {
  status=$?
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" || true
  fi
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

package=$(node -p 'require("node:path").dirname(require.resolve("discwright/package.json"))')
discwright() { node "$package/dist/cli/main.js" "$@"; }

cc -O2 -fPIC -shared -U_FORTIFY_SOURCE -o "$folder/preload.so" "$package"/preload/*.c -ldl -lpthread
# Started without a function around it: then it is the process that finish() ends.
node "$package/dist/cli/main.js" serve --device "sim:$folder/test.disc" --socket "$folder/drive.sock" &
server=$!
tries=0
until [ -S "$folder/drive.sock" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
    echo 'burn-test.sh: the simulated drive did not start' >&2
    exit 1
  fi
  sleep 0.2
done

if [ $# -eq 0 ]; then
  head -c 7056000 /dev/zero >"$folder/silence.cdr"
  set -- wodim dev=/dev/sr0 gracetime=0 -tao -audio "$folder/silence.cdr"
fi
DISCWRIGHT_PRELOAD_SOCKET="$folder/drive.sock" LD_PRELOAD="$folder/preload.so" "$@"

discwright toc --device "unix:$folder/drive.sock"
`;

const GITHUB = `# Runs burn-test.sh for every push. Name your own program after it.
name: burn test
on: [push, pull_request]
permissions:
  contents: read
jobs:
  burn:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - run: sudo apt-get update && sudo apt-get install -y --no-install-recommends gcc libc6-dev wodim
      - run: sh burn-test.sh
`;

const GITLAB = `# Runs burn-test.sh for every push: include it in .gitlab-ci.yml, by
#   include: burn-test.gitlab-ci.yml
burn-test:
  image: node:22-bookworm
  timeout: 10 minutes
  script:
    - npm ci
    - apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev wodim
    - sh burn-test.sh
`;

const UNIT = `# A simulated drive that is always there, for one user: its socket is $XDG_RUNTIME_DIR/discwright/drive.sock
#   cp discwright-drive.service ~/.config/systemd/user/ && systemctl --user enable --now discwright-drive
[Unit]
Description=Simulated optical drive (discwright serve)

[Service]
ExecStart=/usr/bin/env discwright serve --device sim:%S/discwright/my.disc --socket %t/discwright/drive.sock
RuntimeDirectory=discwright
StateDirectory=discwright
Restart=on-failure
NoNewPrivileges=yes

[Install]
WantedBy=default.target
`;

const DOCKERFILE = `# docker build -f burn-test.Dockerfile -t burn-test . && docker run --rm burn-test
FROM node:22-bookworm-slim
RUN apt-get update \\
  && apt-get install -y --no-install-recommends gcc libc6-dev wodim \\
  && rm -rf /var/lib/apt/lists/*
WORKDIR /work
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
USER node
CMD ["sh", "burn-test.sh"]
`;

/** The files by their names, and what each is for. */
export const RECIPE: readonly { readonly path: string; readonly what: string; readonly text: string }[] = [
  { path: 'burn-test.sh', what: 'runs a burning program on a simulated drive', text: SCRIPT },
  { path: '.github/workflows/burn-test.yml', what: 'the same on GitHub', text: GITHUB },
  { path: 'burn-test.gitlab-ci.yml', what: 'the same on GitLab', text: GITLAB },
  { path: 'burn-test.Dockerfile', what: 'the same in a container', text: DOCKERFILE },
  { path: 'discwright-drive.service', what: 'a simulated drive of a systemd user, always there', text: UNIT },
];
