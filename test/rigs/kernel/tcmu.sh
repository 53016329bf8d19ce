# Runs inside the guest: `discwright serve --tcmu` from its first error to what it leaves behind.
cd "$(mktemp -d)" || exit 1
discwright() { "$NODE" "$REPO/dist/cli/main.js" "$@"; }
audio=$REPO/fixtures/audio

step() { printf '\n== %s (%s s)\n' "$1" "$(cut -d' ' -f1 /proc/uptime)"; }
fail() {
  echo "FAILED: $*"
  cat serve.out serve.err 2>/dev/null
  exit 1
}
expect() { # TEXT FILE
  grep -q -- "$1" "$2" || fail "$2 does not say '$1': $(cat "$2")"
}

server=
serve() { # DISC
  # Not the function: its subshell would be the process to kill.
  "$NODE" "$REPO/dist/cli/main.js" serve --device "sim:$1.disc" --tcmu --json >serve.out 2>serve.err &
  server=$!
  for _ in $(seq 480); do
    grep -q '^}' serve.out && return
    kill -0 $server 2>/dev/null || fail 'the server ended'
    sleep 0.25
  done
  fail 'the server does not become ready'
}
nothing_left() {
  [ -z "$(ls /dev/sr* /dev/sg* 2>/dev/null)" ] || fail 'nodes are left'
  [ -z "$(find /sys/kernel/config/target -name '*discwright*' -o -name 'naa.*')" ] || fail 'a target is left'
}

step 'without configfs: an error that says what to do'
discwright serve --device sim: --tcmu >out.txt 2>&1 && fail 'it served'
expect 'Run: mount -t configfs' out.txt
mount -t configfs configfs /sys/kernel/config || fail 'no configfs'

step 'the drive is a device of this machine'
serve first
cat serve.out
expect '"block": "/dev/sr0"' serve.out
expect '"generic": "/dev/sg0"' serve.out
[ -b /dev/sr0 ] && [ -c /dev/sg0 ] || fail 'no nodes'
expect 'Can write CD-R:.*1' /proc/sys/dev/cdrom/info
sg_inq /dev/sg0 >out.txt || fail 'INQUIRY by sg'
expect 'VIRTUAL CD-RW' out.txt

step 'discwright burns it through the kernel'
discwright burn --device /dev/sr0 --yes "$audio/01-short-bell.wav" "$audio/02-odd-sweep.wav" >out.txt 2>&1 || fail "$(cat out.txt)"
expect 'plays everywhere' out.txt
discwright info --device /dev/sr0 >out.txt 2>&1 || fail "$(cat out.txt)"
cat out.txt
expect '2 complete tracks' out.txt
expect '2 *audio *1 *00:08:02 *452 ' out.txt

step 'SIGTERM: nodes and target go, the disc is saved'
kill -TERM $server
wait $server || fail "the server ended with $?"
nothing_left

step 'kill -9 while programs ask: the next server cleans up, and has the disc'
serve first
(while :; do sg_turs /dev/sg0 >/dev/null 2>&1; done) &
asking=$!
sleep 1
kill -9 $server
sleep 1
[ -b /dev/sr0 ] || fail 'the node went by itself: this tests nothing'
serve first
kill $asking
expect 'removed the target of process' serve.err
[ "$(ls -d /sys/kernel/config/target/core/*/discwright* | wc -l)" = 1 ] || fail 'two targets'
discwright info --device /dev/sr0 >out.txt 2>&1 || fail "$(cat out.txt)"
expect '2 complete tracks' out.txt
kill -INT $server
wait $server || fail "the server ended with $?"
nothing_left

if command -v wodim >/dev/null; then
  step 'wodim burns it'
  serve second
  wodim dev=/dev/sr0 gracetime=2 -tao -audio -pad "$audio"/*.wav >out.txt 2>&1 || fail "$(cat out.txt)"
  wodim dev=/dev/sr0 -toc >out.txt 2>&1 || fail "$(cat out.txt)"
  tail -n 5 out.txt
  expect 'first: 1 last 3' out.txt
  expect 'track:lout lba:      2557' out.txt
  kill -TERM $server
  wait $server || fail "the server ended with $?"
  nothing_left
fi

step 'all is well'
